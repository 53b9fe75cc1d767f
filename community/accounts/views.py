"""Pages of accounts: the doors that anybody may open, and what one keeps for oneself."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from community.accounts import limits, logins, queries, session
from community.accounts.forms import (
    ConfirmForm,
    EmailForm,
    LoginForm,
    NewEmailForm,
    PasswordForm,
    ProfileForm,
    RegisterForm,
    ResetForm,
    typed,
)
from community.accounts.levels import Level
from community.accounts.models import TokenPurpose
from community.accounts.rules import entering, keeping, people, registering, sessions
from community.accounts.standing import standing_of
from community.accounts.views_factors import blueprint as two_factors
from community.accounts.views_organisations import blueprint as organisations
from community.accounts.views_work import blueprint as work_email
from community.core import clock
from community.core.actors import Role
from community.core.errors import NotFound
from community.core.forms import Form, form_page
from community.core.spokespeople import voice_of
from community.core.web import (
    ANYONE,
    SIGNED_IN,
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

ROLE_LABELS = {
    Role.MEMBER: "Member",
    Role.REP: "Vendor representative",
    Role.MODERATOR: "Moderator",
    Role.HOST: "Host",
}


LEVEL_LABELS = {
    Level.NEW: "New",
    Level.MEMBER: "Member",
    Level.TRUSTED: "Trusted",
}


def _page(template: str, form: Form, **context: object) -> Answer:
    return form_page(form, f"accounts/{template}.html", **context)


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
    return _page("register", form)


@blueprint.route("/register/sent", methods=["GET", "POST"])
@access(ANYONE)
def registered() -> Answer:
    form = EmailForm()
    if form.validate_on_submit():
        with form.refusals():
            keeping.ask_for_proof(email=typed(form.email))
            notice("If a registration waits for this address, the link is on its way.")
            return redirect_to("accounts.registered")
    return _page("registered", form)


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
    return _page("login", form, target=target)


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
    return _page("forgot", form)


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
    return _page("reset", form, link=link)


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
    return _page("prove", form, proof=proof)


@blueprint.get("/account/")
@access(SIGNED_IN)
def overview() -> Answer:
    account = queries.get_own_account(current_actor())
    now = clock.now()
    standing = standing_of(account)
    return render(
        "accounts/overview.html",
        account=account,
        level=LEVEL_LABELS[standing.level(now)],
        next_step=standing.next_step(now),
        domains=queries.list_domains(account.organisation_id),
        roles=ROLE_LABELS,
    )


@blueprint.post("/account/prove")
@access(SIGNED_IN)
def send_proof() -> Answer:
    keeping.ask_for_own_proof(current_actor())
    notice("The link is on its way to your address.")
    return redirect_to("accounts.overview")


@blueprint.route("/account/profile", methods=["GET", "POST"])
@access(SIGNED_IN)
def profile() -> Answer:
    account = queries.get_own_account(current_actor())
    form = ProfileForm(
        data={
            "org_size": account.org_size,
            "industry": account.industry,
            "region": account.region,
            "time_zone": account.time_zone,
            "may_be_asked": account.may_be_asked,
        }
    )
    if form.validate_on_submit():
        people.update_profile(current_actor(), form.traits)
        people.choose_time_zone(current_actor(), str(form.time_zone.data))
        people.agree_to_be_asked(current_actor(), agrees=bool(form.may_be_asked.data))
        notice("Saved.")
        return redirect_to("accounts.profile")
    return _page("profile", form)


@blueprint.post("/account/time-zone")
@access(SIGNED_IN)
def time_zone() -> Answer:
    """Take the zone that the browser was found to be in: its owner pressed a button."""
    zone = request.form.get("time_zone", "")
    people.choose_time_zone(current_actor(), zone)
    notice(f"Pages and mails tell you times as in {zone.replace('_', ' ')}.")
    return redirect_to("accounts.overview")


@blueprint.route("/account/password", methods=["GET", "POST"])
@access(SIGNED_IN)
def password() -> Answer:
    form = PasswordForm()
    if form.validate_on_submit():
        with form.refusals():
            token = keeping.change_password(
                current_actor(),
                current_password=typed(form.current_password),
                password=typed(form.password),
                user_agent=request.user_agent.string,
            )
            session.renew(token)
            notice("Your password is changed; all other devices are logged out.")
            return redirect_to("accounts.overview")
    return _page("password", form)


@blueprint.route("/account/email", methods=["GET", "POST"])
@access(SIGNED_IN)
def email() -> Answer:
    account = queries.get_own_account(current_actor())
    address = account.email
    form = NewEmailForm()
    if form.validate_on_submit():
        with form.refusals():
            keeping.ask_for_new_address(
                current_actor(),
                current_password=typed(form.current_password),
                email=typed(form.email),
            )
            notice("Open the link that we sent to the new address.")
            return redirect_to("accounts.overview")
    return _page("email", form, address=address)


@blueprint.get("/account/sessions")
@access(SIGNED_IN)
def devices() -> Answer:
    return render(
        "accounts/sessions.html",
        sessions=logins.list_sessions(current_actor()),
        current=session.current_login(),
    )


@blueprint.post("/account/sessions/end-others")
@access(SIGNED_IN)
def end_other_devices() -> Answer:
    account = queries.get_own_account(current_actor())
    sessions.end_other_sessions(account.id, keep=session.current_token())
    notice("All other devices are logged out.")
    return redirect_to("accounts.devices")


@blueprint.post("/account/sessions/<public_id>/end")
@access(SIGNED_IN)
def end_device(public_id: str) -> Answer:
    sessions.end_session(current_actor(), public_id)
    notice("That device is logged out.")
    return redirect_to("accounts.devices")


@blueprint.get("/u/<handle>")
@access(ANYONE)
def person(handle: str) -> Answer:
    account = queries.find_profile(handle)
    if account is None:
        limits.count_unknown_profile(client_address())
        raise NotFound("There is nobody with this handle.", code="no-such-person")
    is_own = account.id == current_actor().user_id
    if account.profile_hidden_at and not is_own and not current_actor().is_moderator:
        raise NotFound("Moderators took this page away.", code="no-such-person")
    return render(
        "accounts/person.html",
        account=account,
        voice=voice_of(account.actor),
        joined=clock.month_of(account.created_at),
        domains=queries.list_domains(account.organisation_id) if is_own else [],
        roles=ROLE_LABELS,
    )
