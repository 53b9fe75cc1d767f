"""Pages of events: the list, one event, and a buyer's registration for it."""

from flask import Blueprint, request
from flask.sansio.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from community.accounts.queries import get_own_account
from community.core.answers import calendar_answer
from community.core.forms import done_before, form_page, once, previewed_page
from community.core.paging import Page
from community.core.web import (
    ANYONE,
    MEMBERS,
    SIGNED_IN,
    access,
    after_cursor,
    current_actor,
    notice,
    only_known_args,
    redirect_path,
    render,
)
from community.demos import queries, reading
from community.demos.access import is_guest_role, require_ahead
from community.demos.forms import LEARNS, RegisterForm
from community.demos.paths import CALENDAR, MINE, registration_path
from community.demos.queries import Row
from community.demos.rules import attending
from community.demos.rules.forgetting import KEPT
from community.demos.views_desk import blueprint as desk
from community.requests.forms import ButtonForm, RevealForm

blueprint = Blueprint("demos", __name__, url_prefix="/events")
blueprint.register_blueprint(desk)
Answer = str | Response
_BUYERS_ALONE = (
    "Events are for buyers. Who moderates or hosts stays independent of vendors, and a "
    "vendor’s representative announces them."
)


@blueprint.record_once
def _offer(state: BlueprintSetupState) -> None:
    """Let pages of other rooms show what is to come of a product or vendor."""
    state.app.jinja_env.globals.update(
        events_of_product=reading.next_of_product,
        events_of_vendor=reading.next_of_vendor,
    )


@blueprint.get("/")
@access(ANYONE)
def index() -> str:
    only_known_args("after")
    page = queries.list_ahead(after_cursor())
    return _list(page, is_past=False)


@blueprint.get("/past")
@access(ANYONE)
def past() -> str:
    only_known_args("after")
    page = queries.list_past(after_cursor())
    return _list(page, is_past=True)


def _list(page: Page[Row], *, is_past: bool) -> str:
    shown = reading.event_views(page.items, _reader_zone())
    return render("demos/list.html", page=page, shown=shown, is_past=is_past)


def _reader_zone() -> str:
    """Return on whose clock times are told: visitors have none of their own here."""
    actor = current_actor()
    return "" if actor.is_visitor else actor.time_zone


@blueprint.get("/mine")
@access(SIGNED_IN)
def mine() -> str:
    only_known_args("after")
    actor = current_actor()
    page = queries.list_own(actor, after_cursor())
    shown = [
        reading.own_registration(row, one, actor.time_zone) for row, one in page.items
    ]
    return render("demos/mine.html", page=page, shown=shown)


@blueprint.get("/<public_id>")
@access(ANYONE)
def show(public_id: str) -> str:
    only_known_args()
    actor = current_actor()
    row = queries.get_row_for(actor, public_id)
    registration = queries.find_registration(actor, row.demo)
    return render(
        "demos/show.html",
        event=reading.event_view(row, _reader_zone()),
        is_registered=registration is not None,
        may_register=actor.is_visitor or is_guest_role(actor),
    )


@blueprint.get("/<public_id>.ics")
@access(ANYONE)
def calendar(public_id: str) -> Response:
    """Give the event to any calendar: without where to join."""
    only_known_args()
    row = queries.get_row_for(current_actor(), public_id)
    return calendar_answer(reading.calendar_of(row, own=False), CALENDAR)


@blueprint.route("/<public_id>/register", methods=["GET", "POST"])
@access(MEMBERS, why=_BUYERS_ALONE)
def register(public_id: str) -> Answer:
    only_known_args()
    actor = current_actor()
    row = queries.get_row_for(actor, public_id)
    if request.method == "GET" and queries.find_registration(actor, row.demo):
        return redirect_path(registration_path(public_id))
    require_ahead(row.demo)
    form = RegisterForm()
    form.offer()
    form.fill(get_own_account(actor).traits)
    preview = None

    def do() -> str:
        attending.register(actor, row, form.told)
        notice("You are registered. Where to join stands below, for you alone.")
        return registration_path(public_id)

    if form.validate_on_submit():
        with form.refusals():
            if form.was_shown:
                return once(form, do)
            preview = attending.preview(actor, row.demo, form.told)
            form.note_shown()
    shown = {
        "event": reading.event_view(row, actor.time_zone),
        "mail": get_own_account(actor).email,
    }
    return previewed_page(form, "demos/register.html", preview=preview, **shown)


@blueprint.get("/<public_id>/registration")
@access(SIGNED_IN)
def registration(public_id: str) -> str:
    """Show those who registered where to join, and what the organiser sees of them."""
    only_known_args()
    actor = current_actor()
    row, found = queries.get_own_row(actor, public_id)
    own = reading.own_registration(row, found, actor.time_zone)
    return render("demos/registration.html", own=own, event=own.event)


@blueprint.get("/<public_id>/registration.ics")
@access(SIGNED_IN)
def own_calendar(public_id: str) -> Response:
    only_known_args()
    row, _ = queries.get_own_row(current_actor(), public_id)
    return calendar_answer(reading.calendar_of(row, own=True), CALENDAR)


@blueprint.route("/<public_id>/reveal", methods=["GET", "POST"])
@access(MEMBERS)
def reveal(public_id: str) -> Answer:
    only_known_args()
    actor = current_actor()
    row, found = queries.get_own_row(actor, public_id)
    form = RevealForm()
    form.leave(attending.steps_left(found, row.demo))
    form.reveals.label.text = LEARNS
    form.fill(get_own_account(actor).traits)
    preview = None

    def do() -> str:
        attending.reveal_more(actor, found, row.demo, form.told)
        notice("Told. The organiser sees it from now on.")
        return registration_path(public_id)

    if form.validate_on_submit():
        with form.refusals():
            if form.was_shown:
                return once(form, do)
            preview = attending.preview_more(actor, found, row.demo, form.told)
            form.note_shown()
    shown = {
        "own": reading.own_registration(row, found, actor.time_zone),
        "mail": get_own_account(actor).email,
        "kept_days": KEPT.days,
    }
    return previewed_page(form, "demos/reveal.html", preview=preview, **shown)


@blueprint.route("/<public_id>/withdraw", methods=["GET", "POST"])
@access(SIGNED_IN)
def withdraw(public_id: str) -> Answer:
    only_known_args()
    actor, form = current_actor(), ButtonForm()
    is_sent = form.validate_on_submit()
    if is_sent and (done := done_before(form)):
        return done  # there is nothing left of it to look for
    row, found = queries.get_own_row(actor, public_id)

    def do() -> str:
        attending.withdraw(actor, found)
        notice("Withdrawn. The organiser sees nothing of you any more.")
        return MINE

    if is_sent:
        with form.refusals():
            return once(form, do)
    own = reading.own_registration(row, found, actor.time_zone)
    return form_page(form, "demos/withdraw.html", own=own)
