"""Who is in a room: inviting, joining, removing, leaving."""

from flask import Blueprint
from werkzeug.wrappers import Response

from community.core.forms import form_page, once
from community.core.web import (
    MEMBERS,
    access,
    current_actor,
    notice,
    only_known_args,
    redirect_path,
)
from community.rooms import links, queries
from community.rooms.forms import ButtonForm, InviteForm
from community.rooms.kinds import MOST_MEMBERS, ROLE_LABELS, RoomRole
from community.rooms.paths import ROOMS, room_path
from community.rooms.rules import people

blueprint = Blueprint("people", __name__)
Answer = str | Response


@blueprint.route("/<public_id>/people", methods=["GET", "POST"])
@access(MEMBERS)
def show(public_id: str) -> Answer:
    only_known_args()
    actor = current_actor()
    place = queries.get_place_for(actor, public_id)
    form = InviteForm()

    def do() -> str:
        people.invite(actor, place.room, form.email.data or "")
        notice("Invited: a link is in the mail.")
        return room_path(public_id, "people")

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    return form_page(
        form,
        "rooms/people.html",
        room=place.room,
        member=place.member,
        is_owner=place.member.role is RoomRole.OWNER,
        people=queries.list_people(place.room),
        invitations=links.list_invitations(place.room),
        roles=ROLE_LABELS,
        most=MOST_MEMBERS,
    )


@blueprint.route("/join/<token>", methods=["GET", "POST"])
@access(MEMBERS)
def join(token: str) -> Answer:
    only_known_args()
    invitation, room = links.get_invitation_by(token)
    form = ButtonForm()

    def do() -> str:
        joined = people.join(current_actor(), token)
        notice("You are in.")
        return room_path(joined.public_id)

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    return form_page(form, "rooms/join.html", room=room, until=invitation.expires_at)


@blueprint.post("/<public_id>/invitations/<invitation>/delete")
@access(MEMBERS)
def take_back(public_id: str, invitation: str) -> Response:
    place = queries.get_place_for(current_actor(), public_id)
    people.take_back(current_actor(), place.room, invitation)
    notice("Taken back: the link leads nowhere now.")
    return redirect_path(room_path(public_id, "people"))


@blueprint.post("/<public_id>/people/<member>/own")
@access(MEMBERS)
def make_owner(public_id: str, member: str) -> Response:
    place = queries.get_place_for(current_actor(), public_id)
    people.make_owner(current_actor(), place.room, member)
    return redirect_path(room_path(public_id, "people"))


@blueprint.post("/<public_id>/people/<member>/remove")
@access(MEMBERS)
def remove(public_id: str, member: str) -> Response:
    place = queries.get_place_for(current_actor(), public_id)
    people.remove(current_actor(), place.room, member)
    notice("Removed: they find nothing of the room any more.")
    return redirect_path(room_path(public_id, "people"))


@blueprint.post("/<public_id>/leave")
@access(MEMBERS)
def leave(public_id: str) -> Response:
    place = queries.get_place_for(current_actor(), public_id)
    people.leave(current_actor(), place.room)
    notice("You have left the room.")
    return redirect_path(ROOMS)
