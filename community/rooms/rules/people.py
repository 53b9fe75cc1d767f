"""Who is in a room: invited to an address, joined by its link, gone by will or removed."""

import sqlalchemy as sa

from community.accounts.addresses import normalise_email
from community.accounts.models import User
from community.accounts.post import post_and_forget, site
from community.accounts.tokens import digest, new_token
from community.core import clock, events
from community.core.actors import Actor, Role
from community.core.db import changed, db
from community.core.errors import Conflict
from community.core.measuring import Fact, Measured
from community.core.ratelimit import Limit, hit_if_done
from community.rooms import access, letters, links, queries
from community.rooms.kinds import (
    COMMITTEE,
    INVITATIONS_A_DAY,
    INVITED_FOR,
    MOST_MEMBERS,
    RoomRole,
)
from community.rooms.models import Room, RoomGuest, RoomInvitation, RoomMember
from community.rooms.rules.holding import hold, hold_as_owner, note_step

_ALONE = "A room needs an owner. Make somebody else one first, or delete the room."


def invite(actor: Actor, room: Room, typed: str) -> RoomInvitation:
    """Mail a way in to an address; what was mailed there before leads in no more.

    The mail is the same whether somebody here has that address or not.
    """
    member = hold_as_owner(actor, room)
    address = normalise_email(typed)
    db.session.execute(
        sa.delete(RoomInvitation).where(
            RoomInvitation.room_id == room.id,
            sa.or_(
                RoomInvitation.address == address,
                RoomInvitation.expires_at <= clock.now(),
            ),
        )
    )
    if _count(room) + len(links.list_invitations(room)) >= MOST_MEMBERS:
        raise Conflict(
            f"A room has {MOST_MEMBERS} people at most, with those who are invited."
        )
    hit_if_done("rooms.invite", str(member.user_id), Limit(INVITATIONS_A_DAY, 86_400))
    token = new_token()
    invitation = RoomInvitation(
        room_id=room.id,
        address=address,
        token_hash=digest(token),
        expires_at=clock.now() + INVITED_FOR,
    )
    db.session.add(invitation)
    post_and_forget(address, letters.invitation(site(), actor.handle or "", token))
    note_step(room, member.user_id, "invited somebody")
    return invitation


def take_back(actor: Actor, room: Room, public_id: str) -> None:
    """Let an invitation lead in no more."""
    hold_as_owner(actor, room)
    db.session.delete(links.get_invitation(room, public_id))


def join(actor: Actor, token: str) -> Room:
    """Enter by a mailed link, which serves once; who is in already stays as they are."""
    user_id = access.require_buyer(actor)
    _, room = links.get_invitation_by(token)
    # One at a time: a room is full for the second of two.
    db.session.scalars(
        sa.select(Room)
        .where(Room.id == room.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    invitation, _ = links.get_invitation_by(token)  # used up meanwhile, perhaps
    db.session.delete(invitation)
    known = sa.exists().where(
        RoomMember.room_id == room.id, RoomMember.user_id == user_id
    )
    if db.session.scalar(sa.select(known)):
        return room
    if _count(room) >= MOST_MEMBERS:
        raise Conflict(f"This room has its {MOST_MEMBERS} people already.")
    db.session.add(RoomMember(room_id=room.id, user_id=user_id, role=RoomRole.MEMBER))
    note_step(room, user_id, "joined")
    if _count(room) >= COMMITTEE and not room.reached_three:
        room.reached_three = True
        events.publish(Measured(Fact.ROOM_OF_THREE))
    return room


def make_owner(actor: Actor, room: Room, public_id: str) -> None:
    """Let somebody own the room as well."""
    member = hold_as_owner(actor, room)
    other = queries.get_member(room, public_id)
    if other.role is RoomRole.MEMBER:
        other.role = RoomRole.OWNER
        note_step(room, member.user_id, f"made {_handle(other)} an owner")


def remove(actor: Actor, room: Room, public_id: str) -> None:
    """Have somebody leave: they find nothing of the room any more, from now on."""
    member = hold_as_owner(actor, room)
    other = queries.get_member(room, public_id)
    if other.id == member.id:
        raise Conflict("Leave the room yourself, on the same page.")
    note_step(room, member.user_id, f"removed {_handle(other)}")
    changed(sa.delete(RoomMember).where(RoomMember.id == other.id))


def leave(actor: Actor, room: Room) -> None:
    """Leave a room; its last owner makes somebody else one first."""
    member = hold(actor, room)
    if member.role is RoomRole.OWNER and _count(room, owners=True) == 1:
        raise Conflict(_ALONE)
    note_step(room, member.user_id, "left")
    changed(sa.delete(RoomMember).where(RoomMember.id == member.id))


def leave_all(user_id: int) -> None:
    """Take somebody out of all rooms, whatever they own: they are a buyer no more."""
    changed(sa.delete(RoomMember).where(RoomMember.user_id == user_id))
    settle()


def settle() -> None:
    """Put rooms in order whose people went another way than by leaving.

    Who is no member of the site any more is in no room; the one who came first of those
    who stay owns a room without an owner; a room without people goes.
    """
    buyers = sa.select(User.id).where(User.role == Role.MEMBER)
    changed(sa.delete(RoomMember).where(RoomMember.user_id.not_in(buyers)))
    peopled = sa.exists().where(RoomMember.room_id == Room.id)
    changed(sa.delete(Room).where(~peopled))
    owned = sa.select(RoomMember.room_id).where(RoomMember.role == RoomRole.OWNER)
    first = (
        sa.select(sa.func.min(RoomMember.id))
        .where(RoomMember.room_id.not_in(owned))
        .group_by(RoomMember.room_id)
    )
    changed(
        sa.update(RoomMember)
        .where(RoomMember.id.in_(first))
        .values(role=RoomRole.OWNER)
    )
    for model in (RoomInvitation, RoomGuest):
        changed(sa.delete(model).where(model.expires_at <= clock.now()))
    db.session.expire_all()


def _count(room: Room, *, owners: bool = False) -> int:
    wanted = [RoomMember.room_id == room.id]
    if owners:
        wanted.append(RoomMember.role == RoomRole.OWNER)
    return (
        db.session.scalar(sa.select(sa.func.count(RoomMember.id)).where(*wanted)) or 0
    )


def _handle(member: RoomMember) -> str:
    return db.session.get_one(User, member.user_id).handle
