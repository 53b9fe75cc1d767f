"""What people of a room put into it as files, and who takes them out."""

import sqlalchemy as sa

from community.core.actors import Actor
from community.core.db import db
from community.core.errors import Conflict, Forbidden
from community.core.jobs import enqueue
from community.core.ratelimit import Limit, hit
from community.core.vault import Stored
from community.deals.evidence.rewriting import CleanCopy
from community.rooms import filing
from community.rooms.filing import RoomFile
from community.rooms.kinds import (
    FILE_NAME_LENGTH,
    FILES_A_DAY,
    MOST_FILE_BYTES,
    MOST_FILES,
    RoomRole,
)
from community.rooms.models import Room
from community.rooms.rules.holding import hold, note_step
from community.rooms.words import checked_line

DROP = "rooms.file.drop"


def require_room_for_more(room: Room) -> None:
    """Raise Conflict where a room holds as much as it may."""
    held = filing.held_by(room)
    if held.files >= MOST_FILES:
        raise Conflict(f"A room holds {MOST_FILES} files. Delete an old one first.")
    if held.size >= MOST_FILE_BYTES:
        raise Conflict(
            f"A room holds {MOST_FILE_BYTES // 1_000_000} MB of files. Delete an old "
            "one first."
        )


def count_upload(actor: Actor) -> None:
    """Count a file that will be looked at, taken or not: that costs seconds of a processor."""
    hit("rooms.file", str(actor.user_id), Limit(FILES_A_DAY, 86_400))


def checked_title(title: str) -> str:
    return checked_line("title", title, FILE_NAME_LENGTH)


def add_file(
    actor: Actor, room: Room, title: str, copy: CleanCopy, stored: Stored
) -> RoomFile:
    """Put a cleaned copy, in the vault already, into a room."""
    member = hold(actor, room)
    called = checked_title(title)
    require_room_for_more(room)
    file = RoomFile(
        room_id=room.id,
        author_id=member.user_id,
        title=called,
        file_type=copy.type,
        pages=copy.pages,
        size=len(copy.data),
        file_name=stored.file_name,
        sealed_key=stored.sealed_key,
    )
    db.session.add(file)
    note_step(room, member.user_id, f"added the file “{called}”")
    return file


def delete_file(actor: Actor, room: Room, public_id: str) -> None:
    """Delete a file for good: who put it there does that, and the room's owners."""
    member = hold(actor, room)
    file = filing.get_file(room, public_id)
    if file.author_id != member.user_id and member.role is not RoomRole.OWNER:
        raise Forbidden("Who put it there deletes it, or an owner of the room.")
    note_step(room, member.user_id, f"deleted the file “{file.title}”")
    drop([file])


def drop(files: list[RoomFile]) -> None:
    """Delete rows, without which nobody reads the files; a job takes these from the disk."""
    for file in files:
        enqueue(DROP, file_name=file.file_name)
        db.session.delete(file)


def drop_all_of(user_id: int) -> None:
    """Delete what somebody put into rooms, whose account goes."""
    theirs = sa.select(RoomFile).where(RoomFile.author_id == user_id)
    drop(list(db.session.scalars(theirs)))


def tidy() -> None:
    """Delete the files that no row knows: their room is gone, or they never got one."""
    filing.VAULT.sweep(filing.all_file_names())
