"""A room's quotes, votes and decision."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from community.catalog.models import Product
from community.core.errors import StaleEdit
from community.core.forms import form_page, once, options
from community.core.web import (
    MEMBERS,
    access,
    current_actor,
    notice,
    only_known_args,
    redirect_path,
)
from community.rooms import access as can
from community.rooms import queries
from community.rooms.forms import DecisionForm, EditQuoteForm, QuoteForm
from community.rooms.models import RoomChoice
from community.rooms.paths import room_path
from community.rooms.rules import deciding, quoting

blueprint = Blueprint("deciding", __name__)
Answer = str | Response


@blueprint.route("/<public_id>/quotes", methods=["GET", "POST"])
@access(MEMBERS)
def add_quote(public_id: str) -> Answer:
    only_known_args("for")
    actor = current_actor()
    room = queries.get_place_for(actor, public_id).room
    form = QuoteForm()
    form.offer_choices(_named(queries.list_choices(room)), request.args.get("for", ""))

    def do() -> str:
        quoting.add_quote(actor, room, str(form.choice.data), form.offer)
        return f"{room_path(public_id)}#quotes"

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    return form_page(form, "rooms/quote.html", room=room, quote=None)


@blueprint.route("/<public_id>/quotes/<quote>", methods=["GET", "POST"])
@access(MEMBERS)
def edit_quote(public_id: str, quote: str) -> Answer:
    only_known_args()
    actor = current_actor()
    place = queries.get_place_for(actor, public_id)
    room = place.room
    found = queries.get_quote(room, quote)
    can.require_author(place.member, found)
    form = EditQuoteForm(obj=found)
    del form.choice  # a quote stays one for its product

    def do() -> str:
        quoting.edit_quote(actor, room, quote, form.offer, version=form.seen)
        return f"{room_path(public_id)}#quotes"

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    is_stale = isinstance(form.refused_by, StaleEdit)
    if is_stale:
        form.start_over_from(found.version)
    return form_page(
        form, "rooms/quote.html", room=room, quote=found, is_stale=is_stale
    )


@blueprint.post("/<public_id>/quotes/<quote>/delete")
@access(MEMBERS)
def drop_quote(public_id: str, quote: str) -> Response:
    place = queries.get_place_for(current_actor(), public_id)
    quoting.drop_quote(current_actor(), place.room, quote)
    notice("Deleted.")
    return redirect_path(room_path(public_id))


@blueprint.post("/<public_id>/products/<choice>/vote")
@access(MEMBERS)
def vote(public_id: str, choice: str) -> Response:
    place = queries.get_place_for(current_actor(), public_id)
    deciding.vote(current_actor(), place.room, choice)
    return redirect_path(room_path(public_id))


@blueprint.route("/<public_id>/decision", methods=["GET", "POST"])
@access(MEMBERS)
def decide(public_id: str) -> Answer:
    only_known_args()
    actor = current_actor()
    place = queries.get_place_for(actor, public_id)
    can.require_owner(place.member)
    room = place.room
    decision = queries.find_decision(room)
    choices = queries.list_choices(room)
    public_ids = {choice.id: choice.public_id for choice, _ in choices}
    form = DecisionForm(
        data={"version": deciding.UNDECIDED}
        if decision is None
        else {
            "version": decision.version,
            "choice": public_ids[decision.choice_id],
            "reasons": decision.source,
            "renewal_on": decision.renewal_on,
        }
    )
    form.choice.choices = options(_named(choices))

    def do() -> str:
        decided = deciding.Decided(
            str(form.choice.data), form.reasons.data or "", form.renewal_on.data
        )
        deciding.decide(actor, room, decided, version=form.seen)
        return room_path(public_id)

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    current = None
    if isinstance(form.refused_by, StaleEdit):
        current = queries.find_decision(room)
        form.start_over_from(deciding.UNDECIDED if current is None else current.version)
    return form_page(form, "rooms/decision.html", room=room, current=current)


def _named(choices: list[tuple[RoomChoice, Product]]) -> list[tuple[str, str]]:
    return [(one.public_id, product.name) for one, product in choices]
