"""Disputes: a vendor raises one, everybody reads it, a moderator answers."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from community.catalog.queries import get_vendor_for
from community.core.actors import VISITOR
from community.core.answers import csv_page, filtered_feed
from community.core.forms import form_page, once
from community.core.web import (
    ANYONE,
    MODERATORS,
    REPS,
    access,
    after_cursor,
    current_actor,
    notice,
    only_known_args,
    render,
)
from community.reps import disputes
from community.reps.access import require_writer
from community.reps.disputes import LoggedDispute
from community.reps.feeding import dispute_entry
from community.reps.forms import DisputeForm, VerdictForm
from community.reps.models import Dispute, Figure, Grounds
from community.reps.rules import disputing

blueprint = Blueprint("disputes", __name__)
Answer = str | Response
_CSV_ROWS = 1_000
_COLUMNS = (
    *("day", "vendor", "about", "grounds", "outcome", "reason", "moderator"),
    *("hidden", "hidden_for"),
)


@blueprint.get("/prices/<vendor>/disputes")
@access(ANYONE)
def index(vendor: str) -> Answer:
    found = get_vendor_for(current_actor(), vendor)
    if found.slug != vendor:
        return redirect(f"/prices/{found.slug}/disputes", code=301)
    only_known_args("after")
    page = disputes.list_disputes_of(current_actor(), found.id, after_cursor())
    return render("reps/disputes.html", vendor=found, page=page)


@blueprint.get("/log/disputes")
@access(ANYONE)
def log() -> str:
    """Show what vendors dispute and how it ended, of all of them."""
    only_known_args("after")
    page = disputes.list_all_disputes(current_actor(), after_cursor())
    return render("reps/disputes_log.html", page=page)


@blueprint.get("/log/disputes.csv")
@access(ANYONE)
def log_as_csv() -> Response:
    """Return the latest as a table; a page marker leads to older ones."""
    only_known_args("after")
    page = disputes.list_all_disputes(VISITOR, after_cursor(), size=_CSV_ROWS)
    return csv_page(_COLUMNS, [_row(one) for one in page.items], page.next_cursor)


@blueprint.get("/log/disputes.atom")
@access(ANYONE)
def log_as_feed() -> Response:
    only_known_args()
    lines = disputes.list_all_disputes(VISITOR, None).items
    entries = [dispute_entry(one) for one in lines]
    return filtered_feed("What vendors dispute", "/log/disputes", entries, {})


def _row(one: LoggedDispute) -> tuple[str, ...]:
    """Return a line of the table: of a hidden dispute the outcome, the day and why."""
    day = f"{one.created_at:%Y-%m-%d}"
    if one.shown is None:
        hidden = (f"{one.hidden_at:%Y-%m-%d}", one.hidden_for.code)
        return (day, "", "", "", one.outcome, "", "", *hidden)
    shown = one.shown
    return (
        day,
        shown.vendor,
        shown.about,
        shown.grounds,
        shown.verdict_words,
        shown.reason,
        shown.decided_by or "",
        "",
        "",
    )


@blueprint.route("/rep/disputes/new", methods=["GET", "POST"])
@access(REPS)
def new() -> Answer:
    only_known_args("about")
    voice = require_writer(current_actor())
    form = DisputeForm(data={"address": request.args.get("about", "")})
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: _raise(form))
    return form_page(form, "reps/dispute_new.html", voice=voice)


def _raise(form: DisputeForm) -> str:
    disputing.raise_dispute(
        current_actor(),
        address=form.address.data or "",
        figure=Figure(form.figure.data),
        grounds=Grounds(form.grounds.data),
        text=form.text.data or "",
    )
    notice("Sent. A moderator answers, and everybody reads both.")
    return "/rep/"


@blueprint.get("/moderation/disputes/")
@access(MODERATORS)
def waiting() -> str:
    only_known_args("after")
    page = disputes.list_open_disputes(current_actor(), after_cursor())
    return render("reps/disputes_waiting.html", page=page)


@blueprint.route("/moderation/disputes/<public_id>", methods=["GET", "POST"])
@access(MODERATORS, audited="dispute.decide")
def decide(public_id: str) -> Answer:
    only_known_args()
    dispute = disputes.get_dispute(public_id)
    form = VerdictForm()
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: _decide(dispute, form))
    shown = disputes.get_dispute_view(disputes.get_dispute(public_id))
    return form_page(form, "reps/dispute_desk.html", one=shown)


def _decide(dispute: Dispute, form: VerdictForm) -> str:
    disputing.decide_dispute(
        current_actor(),
        dispute,
        upheld=form.verdict.data == "upheld",
        reason=form.text,
    )
    notice("Decided; everybody reads your reason.")
    return f"/moderation/disputes/{dispute.public_id}"
