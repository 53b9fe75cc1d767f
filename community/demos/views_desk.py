"""What organisers see of their events: what is announced, who registered, what may change."""

from flask import Blueprint
from werkzeug.wrappers import Response

from community.core.errors import StaleEdit
from community.core.forms import form_page, once
from community.core.visibility import State
from community.core.web import (
    ORGANISERS,
    access,
    after_cursor,
    current_actor,
    notice,
    only_known_args,
    render,
)
from community.demos import queries, reading
from community.demos.access import require_ahead, require_organiser
from community.demos.forms import PlanForm
from community.demos.paths import desk_path
from community.demos.rules import announcing
from community.demos.rules.forgetting import KEPT
from community.requests.forms import ButtonForm

blueprint = Blueprint("desk", __name__, url_prefix="/desk")
Answer = str | Response


@blueprint.get("/")
@access(ORGANISERS)
def index() -> str:
    only_known_args("after")
    actor = current_actor()
    page = queries.list_run(require_organiser(actor), after_cursor())
    shown = reading.event_views(page.items, actor.time_zone)
    return render("demos/desk.html", page=page, shown=shown)


@blueprint.route("/new", methods=["GET", "POST"])
@access(ORGANISERS)
def new() -> Answer:
    only_known_args()
    actor = current_actor()
    organiser = require_organiser(actor)
    form = PlanForm()
    form.offer(actor.time_zone)

    def do() -> str:
        demo = announcing.announce(organiser, form.plan)
        if demo.state is State.PUBLIC:
            notice("Announced. It stands on the list, and on the pages of its product.")
        else:
            notice("A moderator looks at it before it stands on the list.", "warn")
        return desk_path(demo.public_id)

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    return form_page(form, "demos/plan.html", event=None)


@blueprint.get("/<public_id>")
@access(ORGANISERS)
def show(public_id: str) -> str:
    only_known_args("after")
    actor = current_actor()
    row = queries.get_run_row(require_organiser(actor), public_id)
    return render(
        "demos/run.html",
        kept_days=KEPT.days,
        event=reading.event_view(row, actor.time_zone),
        guests=reading.guests_of(row.demo, after_cursor()),
    )


@blueprint.route("/<public_id>/edit", methods=["GET", "POST"])
@access(ORGANISERS)
def edit(public_id: str) -> Answer:
    only_known_args()
    actor = current_actor()
    organiser = require_organiser(actor)
    row = queries.get_run_row(organiser, public_id)
    require_ahead(row.demo)
    form = PlanForm()
    form.offer(row.demo.zone)
    form.fill(row)

    def do() -> str:
        announcing.change(organiser, row.demo, form.plan, version=form.seen)
        notice("Changed. Who registered is told of another time or place.")
        return desk_path(public_id)

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    if isinstance(form.refused_by, StaleEdit):
        form.start_over_from(queries.get_run_row(organiser, public_id).demo.version)
    event = reading.event_view(row, actor.time_zone)
    return form_page(form, "demos/plan.html", event=event)


@blueprint.route("/<public_id>/cancel", methods=["GET", "POST"])
@access(ORGANISERS)
def cancel(public_id: str) -> Answer:
    only_known_args()
    actor = current_actor()
    organiser = require_organiser(actor)
    row = queries.get_run_row(organiser, public_id)
    require_ahead(row.demo)
    form = ButtonForm()

    def do() -> str:
        announcing.cancel(organiser, row.demo)
        notice("Cancelled. Everybody who registered is told.")
        return desk_path(public_id)

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    event = reading.event_view(row, actor.time_zone)
    return form_page(form, "demos/cancel.html", event=event)
