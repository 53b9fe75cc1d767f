"""Links that lead into a room, or to its brief: for its people, and for who opens one."""

from typing import Any

import sqlalchemy as sa

from community.accounts.tokens import digest
from community.core import clock
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import NotFound
from community.rooms import access
from community.rooms.models import Room, RoomGuest, RoomInvitation
from community.rooms.queries import get_in

DEAD_INVITATION = (
    "This invitation was used, taken back, or is too old. Ask for another one."
)


def list_invitations(room: Room) -> list[RoomInvitation]:
    """Return the invitations that still lead in."""
    return list(
        db.session.scalars(
            sa.select(RoomInvitation)
            .where(
                RoomInvitation.room_id == room.id,
                RoomInvitation.expires_at > clock.now(),
            )
            .order_by(RoomInvitation.id)
        )
    )


def get_invitation(room: Room, public_id: str) -> RoomInvitation:
    return get_in(RoomInvitation, room, public_id, "There is no such invitation.")


def get_invitation_by(token: str) -> tuple[RoomInvitation, Room]:
    """Return what a mailed link leads to; raise NotFound once it does no more."""
    columns: list[Any] = [RoomInvitation, Room]
    row = db.session.execute(
        sa.select(*columns)
        .join(Room, Room.id == RoomInvitation.room_id)
        .where(
            RoomInvitation.token_hash == digest(token),
            RoomInvitation.expires_at > clock.now(),
        )
    ).one_or_none()
    if row is None:
        raise NotFound(DEAD_INVITATION)
    return row[0], row[1]


def list_guests(room: Room) -> list[RoomGuest]:
    """Return the links by which a room's brief can be read now."""
    return list(
        db.session.scalars(
            sa.select(RoomGuest)
            .where(RoomGuest.room_id == room.id, RoomGuest.expires_at > clock.now())
            .order_by(RoomGuest.id)
        )
    )


def get_guest(room: Room, public_id: str) -> RoomGuest:
    return get_in(RoomGuest, room, public_id, "There is no such link.")


def get_room_by(actor: Actor, token: str) -> Room:
    """Return the room that a guest's link leads to; raise NotFound once it does no more."""
    room = None
    if access.can_be_guest(actor):
        room = db.session.scalars(
            sa.select(Room)
            .join(RoomGuest, RoomGuest.room_id == Room.id)
            .where(
                RoomGuest.token_hash == digest(token),
                RoomGuest.expires_at > clock.now(),
            )
        ).one_or_none()
    if room is None:
        raise NotFound("This link leads nowhere: it ended, or was revoked.")
    return room
