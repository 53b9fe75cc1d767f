"""The whole site as a file: asked for with the password, made by a job, taken within a week."""

import re

from flask import Blueprint, send_file, url_for
from werkzeug.wrappers import Response

from community.accounts.rules.entering import require_password
from community.core import jobs
from community.core.errors import NotFound
from community.core.forms import form_page, once
from community.core.reasons import audit
from community.core.web import HOSTS, access, current_actor, notice, only_known_args
from community.dashboard import exported, exporting
from community.dashboard.forms_desk import ExportForm

blueprint = Blueprint("export", __name__, url_prefix="/export")
"""Mounted under the dashboard: endpoints are called dashboard.export.…"""

_NAME = re.compile(r"\d{4}-\d{2}-\d{2}-[A-Za-z0-9]{16}")


@blueprint.route("/", methods=["GET", "POST"])
@access(HOSTS)
def index() -> Response:
    only_known_args()
    form = ExportForm()
    if form.validate_on_submit():
        with form.refusals():
            require_password(current_actor(), form.current_password.data or "")
            return once(form, _ask)
    return form_page(
        form,
        "dashboard/export.html",
        files=exporting.list_files(),
        tables=exported.TABLES,
        left_out=exported.LEFT_OUT,
    )


def _ask() -> str:
    name = exporting.new_name()
    jobs.enqueue(exporting.JOB, name=name)
    audit(current_actor(), "site.exported", "site", "Asked for the whole site.")
    notice("It is being made. Reload this page in a moment.")
    return url_for("dashboard.export.index")


@blueprint.get("/<name>.zip")
@access(HOSTS)
def file(name: str) -> Response:
    only_known_args()
    path = exporting.path_of(name) if _NAME.fullmatch(name) else None
    if path is None or not path.is_file():
        raise NotFound("There is no such file: they are kept for a week.")
    answer: Response = send_file(path, as_attachment=True, mimetype="application/zip")
    return answer
