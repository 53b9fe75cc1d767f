"""What leaves a room: its brief for printing, its table, and guests' links to it."""

from flask import Blueprint, make_response
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from community.accounts.post import site
from community.core.forms import form_page, once
from community.core.tables import write_csv
from community.core.web import (
    ANYONE,
    MEMBERS,
    access,
    current_actor,
    notice,
    only_known_args,
    redirect_path,
    render,
)
from community.rooms import access as can
from community.rooms import briefing, queries, reading
from community.rooms.forms import GuestForm
from community.rooms.links import get_room_by, list_guests
from community.rooms.paths import guest_path, room_path
from community.rooms.rules import guests

blueprint = Blueprint("brief", __name__)
Answer = str | Response


@blueprint.get("/<public_id>/brief")
@access(MEMBERS)
def show(public_id: str) -> str:
    only_known_args()
    place = queries.get_place_for(current_actor(), public_id)
    view = reading.view_of(current_actor(), place.room, place.member)
    return render("rooms/brief.html", view=view)


@blueprint.get("/<public_id>/brief.csv")
@access(MEMBERS)
def table(public_id: str) -> Response:
    only_known_args()
    place = queries.get_place_for(current_actor(), public_id)
    view = reading.view_of(current_actor(), place.room, place.member)
    answer = FlaskResponse(write_csv(*briefing.table_of(view)), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename="brief.csv")
    return answer


@blueprint.get("/guest/<token>")
@access(ANYONE)
def guest(token: str) -> Response:
    """Show a room's brief to whoever has a link that still leads in."""
    only_known_args()
    room = get_room_by(current_actor(), token)
    view = reading.view_of(current_actor(), room, None)
    answer = make_response(render("rooms/brief.html", view=view))
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@blueprint.route("/<public_id>/guests", methods=["GET", "POST"])
@access(MEMBERS)
def links(public_id: str) -> Answer:
    only_known_args()
    actor = current_actor()
    place = queries.get_place_for(actor, public_id)
    can.require_owner(place.member)
    form = GuestForm()

    def do() -> str:
        days = int(form.days.data)
        token = guests.make_link(actor, place.room, form.label.data or "", days)
        notice(
            "Copy this link now, it is not shown again: "
            f"{site().link(guest_path(token))}"
        )
        return room_path(public_id, "guests")

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    return form_page(
        form,
        "rooms/guests.html",
        room=place.room,
        guests=list_guests(place.room),
    )


@blueprint.post("/<public_id>/guests/<guest>/revoke")
@access(MEMBERS)
def revoke(public_id: str, guest: str) -> Response:
    place = queries.get_place_for(current_actor(), public_id)
    guests.revoke(current_actor(), place.room, guest)
    notice("Revoked: the link leads nowhere now.")
    return redirect_path(room_path(public_id, "guests"))
