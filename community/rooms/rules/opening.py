"""A room begins, is called otherwise, keeps its notes, and goes."""

import sqlalchemy as sa

from community.accounts.pace import lock_member
from community.core import clock, events
from community.core.actors import Actor
from community.core.db import changed, db
from community.core.errors import Conflict
from community.core.measuring import Fact, Measured
from community.core.ratelimit import Limit, hit_if_done
from community.core.text import RENDERER_VERSION
from community.rooms import access
from community.rooms.kinds import MOST_ROOMS, NAME_LENGTH, ROOMS_A_DAY, RoomRole
from community.rooms.models import Room, RoomMember
from community.rooms.rules.holding import (
    hold,
    hold_as_owner,
    note_step,
    require_version,
)
from community.rooms.words import checked_line, checked_text


def open_room(actor: Actor, name: str) -> Room:
    """Make a room with the actor as its owner; raise Conflict beyond so many."""
    user_id = access.require_buyer(actor)
    line = checked_line("name", name, NAME_LENGTH)
    lock_member(user_id, clock.now())
    owned = db.session.scalar(
        sa.select(sa.func.count(RoomMember.id)).where(
            RoomMember.user_id == user_id, RoomMember.role == RoomRole.OWNER
        )
    )
    if (owned or 0) >= MOST_ROOMS:
        raise Conflict(f"You own {MOST_ROOMS} rooms. Delete one that is over.")
    hit_if_done("rooms.open", str(user_id), Limit(ROOMS_A_DAY, 86_400))
    room = Room(name=line, renderer_version=RENDERER_VERSION, version=1)
    db.session.add(room)
    db.session.flush()  # its people need the id
    db.session.add(RoomMember(room_id=room.id, user_id=user_id, role=RoomRole.OWNER))
    note_step(room, user_id, "opened the room")
    events.publish(Measured(Fact.ROOM_OPENED))
    return room


def edit_room(actor: Actor, room: Room, name: str, notes: str, *, version: int) -> None:
    """Change name and notes that are still at `version`; raise StaleEdit otherwise."""
    member = hold(actor, room)
    line = checked_line("name", name, NAME_LENGTH)
    source, html = checked_text("notes", notes, may_be_empty=True)
    if (line, source) == (room.name, room.notes_source):
        return
    require_version(room.version, version)
    if line != room.name:
        note_step(room, member.user_id, f"called the room “{line}”")
    if source != room.notes_source:
        note_step(room, member.user_id, "changed the notes", before=room.notes_source)
    room.name, room.notes_source, room.notes_html = line, source, html
    room.renderer_version = RENDERER_VERSION
    room.version += 1


def delete_room(actor: Actor, room: Room) -> None:
    """Delete a room for good, with all that is in it."""
    hold_as_owner(actor, room)
    changed(sa.delete(Room).where(Room.id == room.id))
