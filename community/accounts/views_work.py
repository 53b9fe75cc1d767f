"""Pages on which somebody verifies a mailbox at work, and takes that back."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from community.accounts import queries
from community.accounts.forms import ConfirmForm, WorkEmailForm, typed
from community.accounts.models import TokenPurpose
from community.accounts.rules import joining, work
from community.core.forms import Form, form_page
from community.core.web import (
    SIGNED_IN,
    access,
    current_actor,
    notice,
    only_known_args,
    redirect_to,
)

blueprint = Blueprint("work_email", __name__, url_prefix="/account/work-email")
Answer = str | Response


@blueprint.route("", methods=["GET", "POST"])
@access(SIGNED_IN)
def show() -> Answer:
    form = WorkEmailForm()
    if form.validate_on_submit():
        with form.refusals():
            work.ask_for_work_proof(current_actor(), email=typed(form.email))
            notice(
                "Open the link that we sent to that address, where you are logged in."
            )
            return redirect_to("accounts.work_email.show")
    return _page("work_email", form)


@blueprint.route("/<token>", methods=["GET", "POST"])
@access(SIGNED_IN)
def confirm(token: str) -> Answer:
    # Mail scanners open every link: only the button uses it.
    link = queries.get_own_link(current_actor(), token, TokenPurpose.WORK)
    email = link.email
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.refusals():
            work.confirm_work_address(current_actor(), token)
            notice("Your work e-mail is verified.")
            return redirect_to("accounts.work_email.show")
    return form_page(form, "accounts/work_confirm.html", email=email)


@blueprint.post("/remove")
@access(SIGNED_IN)
def remove() -> Answer:
    joining.leave_organisation(current_actor())
    notice("The verification is removed.")
    return redirect_to("accounts.work_email.show")


def _page(template: str, form: Form) -> Answer:
    if request.method == "GET":
        only_known_args()
    account = queries.get_own_account(current_actor())
    return form_page(
        form,
        f"accounts/{template}.html",
        account=account,
        domains=queries.list_domains(account.organisation_id),
    )
