"""From a product's page to a shortlist: of a room that there is, or of a new one."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from community.catalog.queries import find_product_by_public_id_for
from community.core.forms import form_page, once
from community.core.web import MEMBERS, access, current_actor, notice, only_known_args
from community.rooms import queries
from community.rooms.forms import NEW_ROOM, ShortlistForm
from community.rooms.paths import room_path
from community.rooms.rules import opening, shortlisting

blueprint = Blueprint("shortlist", __name__)


@blueprint.route("/shortlist", methods=["GET", "POST"])
@access(MEMBERS)
def choose() -> str | Response:
    only_known_args("product")
    actor = current_actor()
    form = ShortlistForm()
    form.offer(queries.list_own(actor, None).items)
    named = find_product_by_public_id_for(actor, request.args.get("product", ""))
    if named is not None:
        form.product.offer(named)

    def do() -> str:
        product = form.product.product
        assert product is not None  # noqa: S101 - the field is required and has found it
        if form.room.data == NEW_ROOM:
            room = opening.open_room(actor, form.name.data or "")
        else:
            room = queries.get_place_for(actor, form.room.data or "").room
        shortlisting.add_product(actor, room, product)
        notice(f"{product.name} is on the shortlist.")
        return room_path(room.public_id)

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    return form_page(form, "rooms/shortlist.html")
