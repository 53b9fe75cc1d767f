"""Importing questions in the browser: upload, see what would come of them, import."""

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from community.core.answers import kept_table
from community.core.forms import form_page, once
from community.core.web import (
    HOSTS,
    access,
    after_cursor,
    current_actor,
    notice,
    only_known_args,
    redirect_to,
)
from community.dashboard.archivekinds import STATE_LABELS, ArchiveState
from community.dashboard.archives import running
from community.dashboard.archives.models import ArchiveRun
from community.dashboard.forms_archives import ArchiveFileForm, ArchiveImportForm
from community.records.jobs import KEPT
from community.threads.archive import LONGEST_BODY
from community.threads.models import TITLE_COLUMN

blueprint = Blueprint("archives", __name__, url_prefix="/threads")
"""Mounted under the dashboard: endpoints are called dashboard.archives.…"""
_DRY = {ArchiveState.CHECKING, ArchiveState.CHECKED, ArchiveState.DISCARDED}
_UPLOAD = running.MOST_UPLOADED + 1_000_000
_LIMITS = {
    "megabytes": running.MOST_UPLOADED // 1_000_000,
    "title": TITLE_COLUMN,
    "body": LONGEST_BODY,
    "days": KEPT.days,
}
"""What the page says of an archive before it is uploaded."""


@blueprint.route("/", methods=["GET", "POST"])
@access(HOSTS, max_body=_UPLOAD)
def index() -> Response:
    only_known_args("after")
    form = ArchiveFileForm()
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: _upload(form))
    return form_page(
        form,
        "dashboard/archives.html",
        page=running.list_runs(after_cursor()),
        states=STATE_LABELS,
        limits=_LIMITS,
    )


def _upload(form: ArchiveFileForm) -> str:
    file = form.file.data
    run = running.upload(
        current_actor(), file.stream, file.filename or "", form.source()
    )
    return url_for("dashboard.archives.show", public_id=run.public_id)


@blueprint.route("/<public_id>", methods=["GET", "POST"])
@access(HOSTS)
def show(public_id: str) -> Response:
    """Show where a run stands; a POST starts the import of a file that was checked."""
    only_known_args()
    found, form = running.get_run(public_id), ArchiveImportForm()
    run = found.run
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: _start(run))
    answer = form_page(
        form,
        "dashboard/archive_run.html",
        run=run,
        by=found.by,
        state=STATE_LABELS[run.state],
        is_checked=run.state is ArchiveState.CHECKED,
        is_busy=running.is_busy(run),
        is_dry=run.state in _DRY,
        percent=min(100, run.bytes_done * 100 // max(run.file_bytes, 1)),
    )
    if running.is_busy(run):
        # Works without scripts: the browser asks again while there is news to come.
        answer.headers["Refresh"] = "2"
    return answer


def _start(run: ArchiveRun) -> str:
    running.ask_import(current_actor(), run)
    notice("They are being imported. What is here already stays as it is.")
    return url_for("dashboard.archives.show", public_id=run.public_id)


@blueprint.post("/<public_id>/discard")
@access(HOSTS)
def discard(public_id: str) -> Response:
    running.discard(current_actor(), running.get_run(public_id).run)
    notice("The file is deleted; nothing of it was imported.")
    return redirect_to("dashboard.archives.show", public_id=public_id)


@blueprint.get("/<public_id>/problems.csv")
@access(HOSTS)
def problems(public_id: str) -> Response:
    """Return all lines that were not taken whole, each with its reason."""
    only_known_args()
    run = running.get_run(public_id).run
    return kept_table(
        running.problems_path(run),
        run.problem_bytes,
        f"skipped-{run.public_id}.csv",
        missing="Nothing was skipped, or the file is gone by now.",
    )
