"""Who sees a room: its people alone, as long as they are buyers with a proven address."""

import sqlalchemy as sa

from community.core.actors import Actor, Role
from community.core.errors import Forbidden
from community.rooms.kinds import RoomRole
from community.rooms.models import Room, RoomMember, RoomQuote


def can_have_rooms(actor: Actor) -> bool:
    """Reps never take part, and staff stays independent: neither enters a room."""
    return actor.role is Role.MEMBER and actor.proven


def require_buyer(actor: Actor) -> int:
    """Return the id of who may be in a room; raise Forbidden for anybody else."""
    if not can_have_rooms(actor) or actor.user_id is None:
        raise Forbidden("Rooms are for buyers with a proven address.")
    return actor.user_id


def is_in(actor: Actor, member: RoomMember) -> bool:
    """Whether `member` is the actor, who may enter that room then."""
    return can_have_rooms(actor) and member.user_id == actor.user_id


def memberships_of(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the filter that is_in() is the predicate of."""
    if not can_have_rooms(actor):
        return sa.false()
    return RoomMember.user_id == actor.user_id


def own_rooms(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the filter for rooms that the actor is in."""
    return sa.exists().where(RoomMember.room_id == Room.id, memberships_of(actor))


def require_owner(member: RoomMember) -> None:
    """Raise Forbidden where a room's owner alone may act."""
    if member.role is not RoomRole.OWNER:
        raise Forbidden("An owner of this room does that.")


def can_be_guest(actor: Actor) -> bool:
    """Whether links to briefs lead somewhere for them: for vendors' reps none does."""
    return not actor.is_rep


def require_author(member: RoomMember, quote: RoomQuote) -> None:
    """Raise Forbidden for who would change somebody else's quote."""
    if quote.author_id != member.user_id:
        raise Forbidden("Whose quote it is changes it.")
