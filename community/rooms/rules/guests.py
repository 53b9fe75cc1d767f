"""Links by which guests read a room's brief: made, ended and revoked by its owners."""

from datetime import timedelta

from community.accounts.tokens import digest, new_token
from community.core import clock
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import Conflict, Invalid
from community.rooms import links
from community.rooms.kinds import GUEST_DAYS, LABEL_LENGTH, MOST_GUESTS
from community.rooms.models import Room, RoomGuest
from community.rooms.rules.holding import hold_as_owner, note_step
from community.rooms.words import NOT_SAVED, checked_line


def make_link(actor: Actor, room: Room, label: str, days: int) -> str:
    """Return the token of a new link, which nobody can be told again."""
    member = hold_as_owner(actor, room)
    line = checked_line("label", label, LABEL_LENGTH)
    if days not in GUEST_DAYS:
        raise Invalid(NOT_SAVED, fields={"days": "Choose how long it leads in."})
    if len(links.list_guests(room)) >= MOST_GUESTS:
        raise Conflict(f"{MOST_GUESTS} links lead in already. Revoke one first.")
    token = new_token()
    db.session.add(
        RoomGuest(
            room_id=room.id,
            label=line,
            token_hash=digest(token),
            expires_at=clock.now() + timedelta(days=days),
        )
    )
    note_step(room, member.user_id, f"made a link for “{line}”, for {days} days")
    return token


def revoke(actor: Actor, room: Room, public_id: str) -> None:
    """Let a link lead in no more, from now on."""
    member = hold_as_owner(actor, room)
    guest = links.get_guest(room, public_id)
    note_step(room, member.user_id, f"revoked the link for “{guest.label}”")
    db.session.delete(guest)
