"""A room's shortlist, criteria and scores."""

from flask import Blueprint
from werkzeug.wrappers import Response

from community.core.errors import StaleEdit
from community.core.forms import Form, form_page, once
from community.core.web import (
    MEMBERS,
    access,
    current_actor,
    notice,
    only_known_args,
    redirect_path,
)
from community.rooms import queries
from community.rooms.forms import (
    CriterionForm,
    EditCriterionForm,
    ProductForm,
    score_name,
    scores_form,
)
from community.rooms.paths import room_path
from community.rooms.queries import Place
from community.rooms.rules import shortlisting, weighing

blueprint = Blueprint("weighing", __name__)
Answer = str | Response


@blueprint.route("/<public_id>/products", methods=["GET", "POST"])
@access(MEMBERS)
def add_product(public_id: str) -> Answer:
    only_known_args()
    actor = current_actor()
    room = queries.get_place_for(actor, public_id).room
    form = ProductForm()

    def do() -> str:
        product = form.product.product
        assert product is not None  # noqa: S101 - the field is required and has found it
        shortlisting.add_product(actor, room, product)
        return room_path(public_id)

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    return form_page(form, "rooms/product.html", room=room)


@blueprint.post("/<public_id>/products/<choice>/delete")
@access(MEMBERS)
def drop_product(public_id: str, choice: str) -> Response:
    place = queries.get_place_for(current_actor(), public_id)
    shortlisting.drop_product(current_actor(), place.room, choice)
    return redirect_path(room_path(public_id))


@blueprint.route("/<public_id>/criteria", methods=["GET", "POST"])
@access(MEMBERS)
def add_criterion(public_id: str) -> Answer:
    only_known_args()
    actor = current_actor()
    room = queries.get_place_for(actor, public_id).room
    form = CriterionForm()

    def do() -> str:
        weighing.add_criterion(actor, room, form.name.data or "", form.weight.data or 0)
        return room_path(public_id)

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    return form_page(form, "rooms/criterion.html", room=room, criterion=None)


@blueprint.route("/<public_id>/criteria/<criterion>", methods=["GET", "POST"])
@access(MEMBERS)
def edit_criterion(public_id: str, criterion: str) -> Answer:
    only_known_args()
    actor = current_actor()
    room = queries.get_place_for(actor, public_id).room
    found = queries.get_criterion(room, criterion)
    form = EditCriterionForm(obj=found)

    def do() -> str:
        name, weight = form.name.data or "", form.weight.data or 0
        weighing.edit_criterion(actor, room, criterion, name, weight, version=form.seen)
        return room_path(public_id)

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    is_stale = isinstance(form.refused_by, StaleEdit)
    if is_stale:
        form.start_over_from(found.version)
    return form_page(
        form, "rooms/criterion.html", room=room, criterion=found, is_stale=is_stale
    )


@blueprint.post("/<public_id>/criteria/<criterion>/delete")
@access(MEMBERS)
def drop_criterion(public_id: str, criterion: str) -> Response:
    place = queries.get_place_for(current_actor(), public_id)
    weighing.drop_criterion(current_actor(), place.room, criterion)
    return redirect_path(room_path(public_id))


@blueprint.route("/<public_id>/scores", methods=["GET", "POST"])
@access(MEMBERS)
def score(public_id: str) -> Answer:
    only_known_args()
    actor = current_actor()
    place = queries.get_place_for(actor, public_id)
    criteria = queries.list_criteria(place.room)
    choices = queries.list_choices(place.room)
    cells = {
        score_name(criterion.public_id, choice.public_id): (criterion.id, choice.id)
        for criterion in criteria
        for choice, _ in choices
    }
    named = [(choice.public_id, product.name) for choice, product in choices]
    form = scores_form(criteria, named, _own(place, cells))

    def do() -> str:
        weighing.score(actor, place.room, _typed(form, cells))
        notice("Your scores are saved.")
        return room_path(public_id)

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    return form_page(
        form,
        "rooms/scores.html",
        room=place.room,
        criteria=criteria,
        choices=choices,
        name_of=score_name,
    )


def _own(place: Place, cells: dict[str, tuple[int, int]]) -> dict[str, int]:
    """Return the scores of who looks, by the names of their fields."""
    own = {
        (one.criterion, one.choice): one.value
        for one in queries.list_scores(place.room)
        if one.member == place.member.id
    }
    return {name: own[key] for name, key in cells.items() if key in own}


def _typed(
    form: Form, cells: dict[str, tuple[int, int]]
) -> dict[tuple[int, int], int | None]:
    """Return what was chosen, for the fields that were sent: others stay as they are."""
    return {
        key: int(form[name].data) if form[name].data else None
        for name, key in cells.items()
        if form[name].raw_data
    }
