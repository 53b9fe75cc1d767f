"""Importing members in the browser: upload, see what would happen to each row, import."""

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from community.accounts.mydata.limits import LAPSES_AFTER
from community.core.answers import kept_table
from community.core.forms import form_page, once
from community.core.web import (
    HOSTS,
    access,
    current_actor,
    notice,
    only_known_args,
)
from community.dashboard.forms_members import MemberFileForm, MemberImportForm
from community.dashboard.memberkinds import STATE_LABELS, Basis, MemberRunState
from community.dashboard.members import running
from community.dashboard.members.models import MemberRun

blueprint = Blueprint("members", __name__, url_prefix="/members")
"""Mounted under the dashboard: endpoints are called dashboard.members.…"""
_UPLOAD = running.MOST_UPLOADED + 1_000_000


@blueprint.route("/", methods=["GET", "POST"])
@access(HOSTS, max_body=_UPLOAD)
def index() -> Response:
    only_known_args()
    form = MemberFileForm()
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: _upload(form))
    return form_page(
        form,
        "dashboard/members.html",
        runs=running.list_runs(),
        states=STATE_LABELS,
        lapse_days=LAPSES_AFTER.days,
    )


def _upload(form: MemberFileForm) -> str:
    stream, archive = form.file.data.stream, form.archive.data or ""
    run = running.upload(current_actor(), stream, archive)
    return url_for("dashboard.members.show", public_id=run.public_id)


@blueprint.route("/<public_id>", methods=["GET", "POST"])
@access(HOSTS)
def show(public_id: str) -> Response:
    """Show where a run stands; a POST starts the import of a file that was checked."""
    only_known_args()
    run, form = running.get_run(public_id), MemberImportForm()
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: _start(form, run))
    answer = form_page(
        form,
        "dashboard/member_run.html",
        run=run,
        state=STATE_LABELS[run.state],
        is_checked=run.state is MemberRunState.CHECKED,
    )
    if run.state in {MemberRunState.CHECKING, MemberRunState.IMPORTING}:
        # Works without scripts: the browser asks again while there is news to come.
        answer.headers["Refresh"] = "2"
    return answer


def _start(form: MemberImportForm, run: MemberRun) -> str:
    basis = Basis(form.basis.data)
    running.ask_import(current_actor(), run, basis, invites=bool(form.invites.data))
    notice("They are being imported. Nobody who is here already is changed.")
    return url_for("dashboard.members.show", public_id=run.public_id)


@blueprint.get("/<public_id>/outcomes.csv")
@access(HOSTS)
def outcomes(public_id: str) -> Response:
    """Return what became of each row, by its line: no address is in it."""
    only_known_args()
    run = running.get_run(public_id)
    return kept_table(
        running.outcomes_path(run),
        run.outcome_bytes,
        "members-outcomes.csv",
        missing="Nothing was read yet, or the file is gone by now.",
    )
