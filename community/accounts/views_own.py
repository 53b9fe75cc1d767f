"""Pages of what one keeps for oneself: profile, password, address, devices."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from community.accounts import logins, queries, session
from community.accounts.forms import (
    NewEmailForm,
    PasswordForm,
    ProfileForm,
    typed,
)
from community.accounts.levels import LEVEL_LABELS
from community.accounts.rules import keeping, people, sessions
from community.accounts.standing import standing_of
from community.core import clock
from community.core.actors import ROLE_LABELS
from community.core.forms import form_page
from community.core.web import (
    SIGNED_IN,
    access,
    current_actor,
    notice,
    redirect_to,
    render,
)

Answer = str | Response


def add_to(blueprint: Blueprint) -> None:
    """Add these routes to the blueprint of accounts."""
    blueprint.get("/account/")(overview)
    blueprint.post("/account/prove")(send_proof)
    blueprint.route("/account/profile", methods=["GET", "POST"])(profile)
    blueprint.post("/account/time-zone")(time_zone)
    blueprint.route("/account/password", methods=["GET", "POST"])(password)
    blueprint.route("/account/email", methods=["GET", "POST"])(email)
    blueprint.get("/account/sessions")(devices)
    blueprint.post("/account/sessions/end-others")(end_other_devices)
    blueprint.post("/account/sessions/<public_id>/end")(end_device)


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


@access(SIGNED_IN)
def send_proof() -> Answer:
    keeping.ask_for_own_proof(current_actor())
    notice("The link is on its way to your address.")
    return redirect_to("accounts.overview")


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
    return form_page(form, "accounts/profile.html")


@access(SIGNED_IN)
def time_zone() -> Answer:
    """Take the zone that the browser was found to be in: its owner pressed a button."""
    zone = request.form.get("time_zone", "")
    people.choose_time_zone(current_actor(), zone)
    notice(f"Pages and mails tell you times as in {zone.replace('_', ' ')}.")
    return redirect_to("accounts.overview")


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
    return form_page(form, "accounts/password.html")


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
    return form_page(form, "accounts/email.html", address=address)


@access(SIGNED_IN)
def devices() -> Answer:
    return render(
        "accounts/sessions.html",
        sessions=logins.list_sessions(current_actor()),
        current=session.current_login(),
    )


@access(SIGNED_IN)
def end_other_devices() -> Answer:
    account = queries.get_own_account(current_actor())
    sessions.end_other_sessions(account.id, keep=session.current_token())
    notice("All other devices are logged out.")
    return redirect_to("accounts.devices")


@access(SIGNED_IN)
def end_device(public_id: str) -> Answer:
    sessions.end_session(current_actor(), public_id)
    notice("That device is logged out.")
    return redirect_to("accounts.devices")
