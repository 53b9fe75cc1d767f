"""Two at a time are safe: whoever changes a room has it for themselves until the end."""

import sqlalchemy as sa

from community.core import clock
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import NotFound, StaleEdit
from community.rooms import access
from community.rooms.kinds import STEP_LENGTH
from community.rooms.models import Room, RoomMember, RoomStep
from community.rooms.queries import NO_ROOM


def hold(actor: Actor, room: Room) -> RoomMember:
    """Hold a room; return who the actor is in it.

    Raises NotFound where they are in it no more: somebody may have been removed while
    they wrote.
    """
    access.require_buyer(actor)
    held = db.session.scalars(
        sa.select(Room)
        .where(Room.id == room.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    member = db.session.scalars(
        sa.select(RoomMember)
        .where(RoomMember.room_id == room.id, access.memberships_of(actor))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if held is None or member is None:
        raise NotFound(NO_ROOM)
    return member


def hold_as_owner(actor: Actor, room: Room) -> RoomMember:
    """Hold a room for one of its owners; raise Forbidden for its other people."""
    member = hold(actor, room)
    access.require_owner(member)
    return member


def require_version(current: int, seen: int) -> None:
    """Raise StaleEdit where somebody changed what an edit began from."""
    if current != seen:
        raise StaleEdit("Somebody in the room changed this since you opened it.")


def note_step(
    room: Room, actor_id: int | None, words: str, *, before: str | None = None
) -> None:
    """Add a line to the room's history: what follows the name of who did it.

    `before` is what a text said until then, for whoever wants it back.
    """
    short = words if len(words) <= STEP_LENGTH else f"{words[: STEP_LENGTH - 1]}…"
    db.session.add(
        RoomStep(
            room_id=room.id,
            actor_id=actor_id,
            words=short,
            before=before or None,
            created_at=clock.now(),
        )
    )
