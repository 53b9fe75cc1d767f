"""Pages on which somebody sets up a second factor, and on which a log-in asks for it."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from community.accounts import queries, session, totp
from community.accounts.forms import CodeForm, EnrolForm, typed
from community.accounts.post import site
from community.accounts.rules import factors
from community.core.errors import NotFound
from community.core.factors import are_asked_for
from community.core.forms import Form, form_page
from community.core.web import (
    ANYONE,
    SIGNED_IN,
    access,
    current_actor,
    notice,
    only_known_args,
    redirect_path,
    redirect_to,
    render,
)

blueprint = Blueprint("factors", __name__)
Answer = str | Response
_PATH = "/account/two-factors"


@blueprint.get(_PATH)
@access(SIGNED_IN)
def show() -> Answer:
    only_known_args()
    return _page(EnrolForm())


@blueprint.post(f"{_PATH}/begin")
@access(SIGNED_IN)
def begin() -> Answer:
    factors.begin_enrolment(current_actor())
    return redirect_to("accounts.factors.show")


@blueprint.get(f"{_PATH}/code.svg")
@access(SIGNED_IN)
def picture() -> Answer:
    only_known_args()
    secret = factors.find_secret_to_enrol(current_actor())
    if secret is None:
        raise NotFound("No secret waits to be read by an app.")
    return Response(totp.drawn(_address(secret)), content_type="image/svg+xml")


@blueprint.post(f"{_PATH}/confirm")
@access(SIGNED_IN)
def confirm() -> Answer:
    form = EnrolForm()
    if form.validate_on_submit():
        with form.refusals():
            codes = factors.confirm_enrolment(
                current_actor(),
                code=typed(form.code),
                password=typed(form.current_password),
                keep_login=session.current_token(),
            )
            return render("accounts/recovery_codes.html", codes=codes)
    return _page(form)


@blueprint.route(f"{_PATH}/recovery-codes", methods=["GET", "POST"])
@access(SIGNED_IN)
def renew() -> Answer:
    only_known_args()
    form = EnrolForm()
    if form.validate_on_submit():
        with form.refusals():
            codes = factors.renew_recovery_codes(
                current_actor(),
                code=typed(form.code),
                password=typed(form.current_password),
            )
            return render("accounts/recovery_codes.html", codes=codes)
    return form_page(form, "accounts/factors_renew.html")


@blueprint.route(f"{_PATH}/off", methods=["GET", "POST"])
@access(SIGNED_IN)
def off() -> Answer:
    only_known_args()
    form = EnrolForm()
    if form.validate_on_submit():
        with form.refusals():
            factors.turn_off(
                current_actor(),
                code=typed(form.code),
                password=typed(form.current_password),
            )
            notice("Two factors are off: a log-in asks for the password alone.")
            return redirect_to("accounts.factors.show")
    return form_page(form, "accounts/factors_off.html")


@blueprint.route("/login/code", methods=["GET", "POST"])
@access(ANYONE)
def ask() -> Answer:
    """Finish a log-in whose password was right."""
    only_known_args()
    waiting = session.waiting()
    if waiting is None or not current_actor().is_visitor:
        return redirect_to("accounts.login")
    form = CodeForm()
    if form.validate_on_submit():
        with form.refusals():
            token = factors.enter_with_code(
                waiting.token,
                code=typed(form.code),
                user_agent=request.user_agent.string,
            )
            if token is None:
                session.stop_waiting()
                notice("Five wrong codes: log in again.")
                return redirect_to("accounts.login")
            session.begin(token, remember=waiting.remember)
            return redirect_path(waiting.target)
    return form_page(form, "accounts/login_code.html")


def _page(form: Form) -> Answer:
    account = queries.get_own_account(current_actor())
    secret = factors.find_secret_to_enrol(current_actor())
    return form_page(
        form,
        "accounts/factors.html",
        account=account,
        secret=" ".join(_in_fours(secret)) if secret else "",
        address=_address(secret) if secret else "",
        asked=are_asked_for(),
        codes_left=queries.count_recovery_codes(account.id),
    )


def _address(secret: str) -> str:
    handle = current_actor().handle or ""
    return totp.address_of(secret, handle=handle, site_name=site().name)


def _in_fours(text: str) -> list[str]:
    return [text[i : i + 4] for i in range(0, len(text), 4)]
