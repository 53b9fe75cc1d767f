"""Pages of accounts that anybody may open: the doors, links of mails, who somebody is."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from community.accounts import queries, session, views_own
from community.accounts.forms import (
    ConfirmForm,
    EmailForm,
    LoginForm,
    RegisterForm,
    ResetForm,
    typed,
)
from community.accounts.levels import VERIFIED_WORDS
from community.accounts.models import TokenPurpose
from community.accounts.profiles import get_profile_for
from community.accounts.rules import entering, keeping, registering, sessions
from community.accounts.views_factors import blueprint as two_factors
from community.accounts.views_organisations import blueprint as organisations
from community.accounts.views_work import blueprint as work_email
from community.core import clock
from community.core.actors import ROLE_LABELS
from community.core.forms import form_page
from community.core.spokespeople import voice_of
from community.core.web import (
    ANYONE,
    access,
    client_address,
    current_actor,
    notice,
    redirect_path,
    redirect_to,
    render,
)

blueprint = Blueprint("accounts", __name__)
blueprint.register_blueprint(organisations)
blueprint.register_blueprint(work_email)
blueprint.register_blueprint(two_factors)
Answer = str | Response


@blueprint.route("/register", methods=["GET", "POST"])
@access(ANYONE)
def register() -> Answer:
    form = RegisterForm()
    if form.validate_on_submit():
        with form.refusals():
            registering.register(
                handle=typed(form.handle),
                email=typed(form.email),
                password=typed(form.password),
                address=client_address(),
            )
            return redirect_to("accounts.registered")
    if form.handle.data is None:
        form.handle.data = registering.suggest_free_handle()
    return form_page(form, "accounts/register.html")


@blueprint.route("/register/sent", methods=["GET", "POST"])
@access(ANYONE)
def registered() -> Answer:
    form = EmailForm()
    if form.validate_on_submit():
        with form.refusals():
            keeping.ask_for_proof(email=typed(form.email))
            notice("If a registration waits for this address, the link is on its way.")
            return redirect_to("accounts.registered")
    return form_page(form, "accounts/registered.html")


@blueprint.route("/login", methods=["GET", "POST"])
@access(ANYONE)
def login() -> Answer:
    form = LoginForm()
    target = request.args.get("next", "/")
    if request.method == "GET" and not current_actor().is_visitor:
        return redirect_path(target)
    if form.validate_on_submit():
        before = session.current_token()
        with form.refusals():
            token = entering.log_in(
                name=typed(form.name),
                password=typed(form.password),
                address=client_address(),
                user_agent=request.user_agent.string,
            )
            if before is not None:
                sessions.end_login(before)
            if entering.awaits_code(token):
                session.wait(token, remember=form.remember.data, target=target)
                return redirect_to("accounts.factors.ask")
            session.begin(token, remember=form.remember.data)
            return redirect_path(target)
    return form_page(form, "accounts/login.html", target=target)


@blueprint.post("/logout")
@access(ANYONE)
def logout() -> Answer:
    token = session.current_token()
    if token is not None:
        sessions.end_login(token)
        session.end()
        notice("You are logged out.")
    response = redirect_path("/")
    # What the browser kept of private pages goes too.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@blueprint.route("/forgot", methods=["GET", "POST"])
@access(ANYONE)
def forgot() -> Answer:
    form = EmailForm()
    if form.validate_on_submit():
        with form.refusals():
            keeping.ask_for_reset(email=typed(form.email), address=client_address())
            return redirect_to("accounts.reset_sent")
    return form_page(form, "accounts/forgot.html")


@blueprint.get("/forgot/sent")
@access(ANYONE)
def reset_sent() -> Answer:
    return render("accounts/reset_sent.html")


@blueprint.route("/reset/<token>", methods=["GET", "POST"])
@access(ANYONE)
def reset(token: str) -> Answer:
    link = queries.get_link(token, TokenPurpose.RESET)
    form = ResetForm()
    if form.validate_on_submit():
        with form.refusals():
            keeping.reset_password(token, password=typed(form.password))
            notice("Your password is changed. Log in with the new one.")
            return redirect_to("accounts.login")
    return form_page(form, "accounts/reset.html", link=link)


@blueprint.route("/prove/<token>", methods=["GET", "POST"])
@access(ANYONE)
def prove(token: str) -> Answer:
    # Mail scanners open every link: only the button uses it.
    proof = queries.get_proof(token)
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.refusals():
            keeping.prove_address(token, keep_login=session.current_token())
            notice("Your address is proven.")
            if current_actor().is_visitor:
                return redirect_to("accounts.login")
            return redirect_to("accounts.overview")
    return form_page(form, "accounts/prove.html", proof=proof)


@blueprint.get("/u/<handle>")
@access(ANYONE)
def person(handle: str) -> Answer:
    account = get_profile_for(current_actor(), handle, client_address())
    is_own = account.id == current_actor().user_id
    return render(
        "accounts/person.html",
        account=account,
        voice=voice_of(account.actor),
        joined=clock.month_of(account.created_at),
        verified_words=VERIFIED_WORDS,
        domains=queries.list_domains(account.organisation_id) if is_own else [],
        roles=ROLE_LABELS,
    )


views_own.add_to(blueprint)
