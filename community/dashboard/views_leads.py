"""Who asked the host to contact them, with the proof of it; as a table and as CSV."""

from flask import Blueprint
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from community.accounts.rules.entering import require_password
from community.core.forms import form_page
from community.core.reasons import audit
from community.core.tables import write_csv
from community.core.web import (
    HOSTS,
    access,
    after_cursor,
    current_actor,
    only_known_args,
)
from community.dashboard.forms_desk import ExportForm
from community.dashboard.leadkinds import PURPOSE_LABELS
from community.dashboard.leads import reading

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
    return form_page(
        form,
        "dashboard/leads.html",
        page=reading.list_leads(after_cursor()),
        labels=PURPOSE_LABELS,
    )


def _file(password: str) -> FlaskResponse:
    actor = current_actor()
    require_password(actor, password)
    audit(actor, "leads.exported", "leads", "Taken out as CSV.")
    return FlaskResponse(
        write_csv(reading.COLUMNS, reading.rows_for_export()),
        mimetype="text/csv",
        headers={"Content-Disposition": "attachment; filename=leads.csv"},
    )
