"""Who asked the host to contact them, with the proof of it; as a table and as CSV."""

from flask import Blueprint, url_for
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from community.accounts.addresses import normalise_email
from community.accounts.rules.entering import require_password
from community.core.forms import form_page, once
from community.core.reasons import audit
from community.core.tables import write_csv
from community.core.web import (
    HOSTS,
    access,
    after_cursor,
    current_actor,
    notice,
    only_known_args,
)
from community.dashboard.forms_desk import ExportForm, ForgetForm
from community.dashboard.leadkinds import PURPOSE_LABELS
from community.dashboard.leads import reading, rules

blueprint = Blueprint("leads", __name__, url_prefix="/leads")
"""Mounted under the dashboard: endpoints are called dashboard.leads.…"""


@blueprint.route("/", methods=["GET", "POST"])
@access(HOSTS)
def index() -> Response:
    """Show the list; a POST with the host's password answers with the file."""
    only_known_args("after")
    form = ExportForm()
    if form.validate_on_submit():
        with form.refusals():
            return _file(form.current_password.data or "")
    return _page(form, ForgetForm())


def _page(form: ExportForm | ForgetForm, other: ExportForm | ForgetForm) -> Response:
    """Return the list with both forms; the first was sent."""
    forms = {type(one): one for one in (form, other)}
    return form_page(
        form,
        "dashboard/leads.html",
        page=reading.list_leads(after_cursor()),
        labels=PURPOSE_LABELS,
        taking=forms[ExportForm],
        forgetting=forms[ForgetForm],
    )


@blueprint.post("/forget")
@access(HOSTS)
def forget() -> Response:
    """Take back what stands under an address, for whoever wrote to the host about it."""
    form = ForgetForm()
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: _forgotten(form))
    return _page(form, ExportForm())


def _forgotten(form: ForgetForm) -> str:
    mail = normalise_email(form.mail.data or "", field="mail")
    count = rules.forget_address(mail)
    audit(current_actor(), "leads.forgotten", "leads", f"{count} by their address.")
    notice(f"Consents taken back: {count}. Nothing stands under that address now.")
    return url_for("dashboard.leads.index")


def _file(password: str) -> FlaskResponse:
    actor = current_actor()
    require_password(actor, password)
    audit(actor, "leads.exported", "leads", "Taken out as CSV.")
    return FlaskResponse(
        write_csv(reading.COLUMNS, reading.rows_for_export()),
        mimetype="text/csv",
        headers={"Content-Disposition": "attachment; filename=leads.csv"},
    )
