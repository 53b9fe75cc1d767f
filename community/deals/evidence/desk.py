"""What moderators do with evidence: see what waits, read it with a reason, decide."""

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from community.core.forms import Form, form_page, once
from community.core.web import (
    MODERATORS,
    access,
    after_cursor,
    current_actor,
    notice,
    only_known_args,
    render,
)
from community.deals.access import require_reviewer
from community.deals.evidence import listing, queries, rules
from community.deals.evidence.forms import ReadingForm, VerdictForm
from community.deals.evidence.kinds import Verdict
from community.deals.evidence.models import DealEvidence

blueprint = Blueprint("evidence_desk", __name__, url_prefix="/moderation/evidence")

_EXTENSIONS = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
}


@blueprint.get("/")
@access(MODERATORS, audited="evidence.list")
def index() -> str:
    only_known_args("after")
    page = queries.list_waiting(current_actor(), after=after_cursor())
    return render(
        "deals/evidence/desk.html", page=page, rows=listing.waiting_rows(page.items)
    )


@blueprint.get("/<public_id>")
@access(MODERATORS, audited="evidence.read")
def show(public_id: str) -> Response:
    only_known_args()
    return _page(_judged(public_id))


@blueprint.post("/<public_id>/read")
@access(MODERATORS, audited="evidence.read")
def read(public_id: str) -> Response:
    evidence = _judged(public_id)
    form = ReadingForm()
    if form.validate_on_submit():
        with form.refusals():
            data = rules.read_evidence(current_actor(), evidence, form.text)
            return _download(evidence, data)
    return _page(_judged(public_id), reading=form)


@blueprint.post("/<public_id>/decide")
@access(MODERATORS, audited="evidence.decide")
def decide(public_id: str) -> Response:
    form = VerdictForm()
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: _decide(_judged(public_id, locked=True), form))
    return _page(_judged(public_id), verdict=form)


def _judged(public_id: str, *, locked: bool = False) -> DealEvidence:
    evidence = queries.get_for_moderator(public_id, locked=locked)
    require_reviewer(current_actor(), evidence.deal)
    return evidence


def _page(
    evidence: DealEvidence,
    *,
    reading: ReadingForm | None = None,
    verdict: VerdictForm | None = None,
) -> Response:
    sent: Form = reading or verdict or ReadingForm()
    return form_page(
        sent,
        "deals/evidence/item.html",
        evidence=evidence,
        row=listing.waiting_row(evidence),
        is_twin=queries.stands_behind_another(evidence),
        reading=reading or ReadingForm(),
        verdict=verdict or VerdictForm(),
    )


def _decide(evidence: DealEvidence, form: VerdictForm) -> str:
    if form.said is Verdict.ACCEPT:
        rules.accept_evidence(current_actor(), evidence)
        notice("Accepted: the price shows its tier from now on.")
    else:
        rules.reject_evidence(current_actor(), evidence, form.why_not)
        notice("Not accepted; its author sees why.")
    return url_for("evidence_desk.index")


def _download(evidence: DealEvidence, data: bytes) -> Response:
    """Hand the file over so that no browser shows it as a page of ours."""
    response = Response(data, mimetype=str(evidence.file_type))
    name = f"evidence.{_EXTENSIONS[evidence.file_type]}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response
