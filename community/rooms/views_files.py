"""The files of a room: for its people alone, never for guests."""

from flask import Blueprint, make_response
from werkzeug.wrappers import Response

from community.core.db import begin_clean
from community.core.forms import done_before, form_page, once
from community.core.web import (
    MEMBERS,
    access,
    current_actor,
    notice,
    only_known_args,
    redirect_path,
)
from community.deals.evidence import limits, rewriting, vault
from community.rooms import filing, queries, reading
from community.rooms.forms import FileForm
from community.rooms.kinds import MOST_FILE_BYTES, MOST_FILES, RoomRole
from community.rooms.paths import room_path
from community.rooms.rules import filing as rules

blueprint = Blueprint("files", __name__)
_MOST_SENT = 2 * limits.MOST_BYTES
"""More than we take, so that what is a little too large hears so at its field."""


@blueprint.route("/<public_id>/files", methods=["GET", "POST"])
@access(MEMBERS, max_body=_MOST_SENT)
def show(public_id: str) -> Response:
    only_known_args()
    form = FileForm()
    if form.validate_on_submit():
        with form.refusals():
            return done_before(form) or _add(form, public_id)
    place = queries.get_place_for(current_actor(), public_id)
    return form_page(
        form,
        "rooms/files.html",
        room=place.room,
        member=place.member,
        is_owner=place.member.role is RoomRole.OWNER,
        files=filing.list_files(place.room),
        held=filing.held_by(place.room),
        most=MOST_FILES,
        most_bytes=MOST_FILE_BYTES,
        gone=reading.GONE,
    )


def _add(form: FileForm, public_id: str) -> Response:
    """Make a clean copy of what was sent, while nobody waits for us, and keep that."""
    actor, sent = current_actor(), form.content
    title = rules.checked_title(form.title.data or "")
    file_type = rewriting.checked_type(sent)
    rules.require_room_for_more(queries.get_place_for(actor, public_id).room)
    rules.count_upload(actor)
    begin_clean()  # drawing takes seconds: others write meanwhile
    copy = rewriting.clean_copy(sent, file_type, vault.folder())
    with filing.VAULT.offered(copy.data) as offer:

        def keep() -> str:
            room = queries.get_place_for(actor, public_id).room
            rules.add_file(actor, room, title, copy, offer.stored)
            offer.is_taken = True
            notice("The file is in the room.")
            return room_path(public_id, "files")

        return once(form, keep)


@blueprint.get("/<public_id>/files/<file>")
@access(MEMBERS)
def fetch(public_id: str, file: str) -> Response:
    """Return a clean copy to one of the room's people: to keep, never to run."""
    only_known_args()
    room = queries.get_place_for(current_actor(), public_id).room
    found = filing.get_file(room, file)
    response = make_response(filing.VAULT.load(found.stored))
    name = found.download_name
    response.headers["Content-Type"] = found.file_type.value
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@blueprint.post("/<public_id>/files/<file>/delete")
@access(MEMBERS)
def delete(public_id: str, file: str) -> Response:
    actor = current_actor()
    room = queries.get_place_for(actor, public_id).room
    rules.delete_file(actor, room, file)
    notice("Deleted: nobody can read it any more.")
    return redirect_path(room_path(public_id, "files"))
