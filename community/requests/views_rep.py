"""What a vendor's people see of requests, while these are open, and what they answer."""

from flask import Blueprint
from werkzeug.wrappers import Response

from community.core.answers import calendar_answer
from community.core.forms import form_page, once
from community.core.web import (
    REPS,
    access,
    after_cursor,
    current_actor,
    only_known_args,
    redirect_path,
    render,
)
from community.requests import queries, reading
from community.requests.access import require_answerer
from community.requests.forms import MessageForm, TimeForm
from community.requests.paths import CALENDAR, desk_path
from community.requests.rules import meeting, saying

blueprint = Blueprint("desk", __name__, url_prefix="/rep/requests")
Answer = str | Response


@blueprint.get("/")
@access(REPS)
def index() -> str:
    only_known_args("after")
    voice = require_answerer(current_actor())
    page = queries.list_rows_for(voice, after_cursor())
    return render(
        "requests/desk.html",
        voice=voice,
        page=page,
        rows=reading.open_rows(page.items),
        record=reading.record_of(voice.vendor_id),
    )


@blueprint.route("/<public_id>", methods=["GET", "POST"])
@access(REPS)
def show(public_id: str) -> Answer:
    only_known_args()
    actor = current_actor()
    voice = require_answerer(actor)
    row = queries.get_row_for(voice, public_id)
    form = MessageForm()

    def do() -> str:
        saying.answer(actor, row.request, form.text)
        return desk_path(public_id)

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    if form.refused_by:
        row = queries.get_row_for(voice, public_id)  # it may be gone since
    talk = reading.request_for_vendor(row, actor.time_zone)
    return form_page(form, "requests/answer.html", voice=voice, talk=talk)


@blueprint.route("/<public_id>/times", methods=["GET", "POST"])
@access(REPS)
def propose(public_id: str) -> Answer:
    only_known_args()
    actor = current_actor()
    voice = require_answerer(actor)
    row = queries.get_row_for(voice, public_id)
    form = TimeForm()
    form.offer(actor.time_zone)

    def do() -> str:
        meeting.propose(actor, row.request, form.proposal)
        return desk_path(public_id)

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    if form.refused_by:
        row = queries.get_row_for(voice, public_id)  # it may be gone since
    talk = reading.request_for_vendor(row, actor.time_zone)
    return form_page(form, "requests/propose.html", voice=voice, talk=talk)


@blueprint.post("/<public_id>/times/<time>/take-back")
@access(REPS)
def take_back(public_id: str, time: str) -> Answer:
    actor = current_actor()
    row = queries.get_row_for(require_answerer(actor), public_id)
    meeting.take_back(actor, row.request, queries.get_time(row.request, time))
    return redirect_path(desk_path(public_id))


@blueprint.get("/<public_id>/times/<time>.ics")
@access(REPS)
def calendar(public_id: str, time: str) -> Response:
    only_known_args()
    row = queries.get_row_for(require_answerer(current_actor()), public_id)
    found = queries.get_time(row.request, time)
    return calendar_answer(reading.calendar_of(row, found, own=False), CALENDAR)
