"""Rooms: the list of one's own, a new one, the room itself, its notes, its end."""

from flask import Blueprint
from werkzeug.wrappers import Response

from community.core.errors import StaleEdit
from community.core.forms import form_page, once
from community.core.web import (
    MEMBERS,
    access,
    after_cursor,
    current_actor,
    notice,
    only_known_args,
    redirect_path,
    render,
)
from community.rooms import queries, reading
from community.rooms.forms import ButtonForm, CommentForm, NewForm, RoomForm
from community.rooms.paths import ROOMS, room_path
from community.rooms.rules import opening, talking
from community.rooms.views_brief import blueprint as brief
from community.rooms.views_deciding import blueprint as deciding
from community.rooms.views_files import blueprint as files
from community.rooms.views_people import blueprint as people
from community.rooms.views_shortlist import blueprint as shortlist
from community.rooms.views_weighing import blueprint as weighing

blueprint = Blueprint("rooms", __name__, url_prefix="/rooms")
blueprint.register_blueprint(brief)
blueprint.register_blueprint(deciding)
blueprint.register_blueprint(files)
blueprint.register_blueprint(people)
blueprint.register_blueprint(shortlist)
blueprint.register_blueprint(weighing)
Answer = str | Response


@blueprint.get("/")
@access(MEMBERS)
def index() -> str:
    only_known_args("after")
    page = queries.list_own(current_actor(), after_cursor())
    return render("rooms/list.html", page=page)


@blueprint.route("/new", methods=["GET", "POST"])
@access(MEMBERS)
def new() -> Answer:
    only_known_args()
    form = NewForm()

    def do() -> str:
        room = opening.open_room(current_actor(), form.name.data or "")
        notice("Your room is open. Put products on the shortlist, and invite people.")
        return room_path(room.public_id)

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    return form_page(form, "rooms/new.html")


@blueprint.route("/<public_id>", methods=["GET", "POST"])
@access(MEMBERS)
def show(public_id: str) -> Answer:
    only_known_args("after")
    actor = current_actor()
    place = queries.get_place_for(actor, public_id)
    form = CommentForm()

    def do() -> str:
        said = talking.comment(actor, place.room, form.body.data or "")
        return f"{room_path(public_id)}#comment-{said.public_id}"

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    return form_page(
        form,
        "rooms/show.html",
        view=reading.view_of(actor, place.room, place.member),
        comments=queries.list_comments(place.room, after_cursor()),
        gone=reading.GONE,
    )


@blueprint.post("/<public_id>/comments/<comment>/delete")
@access(MEMBERS)
def delete_comment(public_id: str, comment: str) -> Response:
    place = queries.get_place_for(current_actor(), public_id)
    talking.delete_comment(current_actor(), place.room, comment)
    notice("Deleted.")
    return redirect_path(room_path(public_id))


@blueprint.route("/<public_id>/edit", methods=["GET", "POST"])
@access(MEMBERS)
def edit(public_id: str) -> Answer:
    only_known_args()
    actor = current_actor()
    room = queries.get_place_for(actor, public_id).room
    form = RoomForm(
        data={"name": room.name, "notes": room.notes_source, "version": room.version}
    )

    def do() -> str:
        name, notes = form.name.data or "", form.notes.data or ""
        opening.edit_room(actor, room, name, notes, version=form.seen)
        return room_path(public_id)

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    is_stale = isinstance(form.refused_by, StaleEdit)
    if is_stale:
        form.start_over_from(room.version)
    return form_page(form, "rooms/edit.html", room=room, is_stale=is_stale)


@blueprint.get("/<public_id>/history")
@access(MEMBERS)
def history(public_id: str) -> str:
    only_known_args("after")
    room = queries.get_place_for(current_actor(), public_id).room
    steps = queries.list_steps(room, after_cursor())
    return render("rooms/history.html", room=room, page=steps, gone=reading.GONE)


@blueprint.route("/<public_id>/delete", methods=["GET", "POST"])
@access(MEMBERS)
def delete(public_id: str) -> Answer:
    only_known_args()
    actor = current_actor()
    place = queries.get_place_for(actor, public_id)
    form = ButtonForm()

    def do() -> str:
        opening.delete_room(actor, place.room)
        notice("Deleted, with all that was in it.")
        return ROOMS

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    return form_page(form, "rooms/delete.html", room=place.room)
