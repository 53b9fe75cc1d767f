"""A room of each person of the town, with somebody else in it and one of everything."""

from datetime import timedelta
from decimal import Decimal

from community.accounts.models import User
from community.accounts.tokens import digest
from community.catalog.models import Product
from community.core import clock
from community.core.actors import Actor, Role
from community.core.db import db
from community.deals.evidence.sniffing import FileType
from community.rooms.filing import VAULT, RoomFile
from community.rooms.kinds import RoomRole
from community.rooms.models import RoomGuest, RoomInvitation, RoomMember
from community.rooms.rules import opening, quoting, shortlisting, talking, weighing

_PNG = b"\x89PNG, as far as the room is concerned"
_OFFER = quoting.Offer(Decimal(54_000), "USD", Decimal(60), 12)


def room_of(user: User, other: User, product: Product) -> dict[str, str]:
    """Have `user` open a room that `other` is in as well; return names for addresses."""
    buyer = Actor(user.id, user.handle, Role.MEMBER, proven=True)
    room = opening.open_room(buyer, f"CRM of {user.handle}")
    choice = shortlisting.add_product(buyer, room, product)
    criterion = weighing.add_criterion(buyer, room, "Price", 5)
    comment = talking.comment(buyer, room, f"{user.handle} likes the first one.")
    quote = quoting.add_quote(buyer, room, choice.public_id, _OFFER)
    member = RoomMember(room_id=room.id, user_id=other.id, role=RoomRole.MEMBER)
    link = f"room-of-{user.handle}-{'x' * 20}"
    invitation = RoomInvitation(
        room_id=room.id,
        address=f"friend-of-{user.handle}@fabrikam.example",
        token_hash=digest(link),
        expires_at=clock.now() + timedelta(days=1),
    )
    stored = VAULT.store(_PNG)
    guest_link = f"guest-of-{user.handle}-{'x' * 20}"
    guest = RoomGuest(
        room_id=room.id,
        label="The auditor",
        token_hash=digest(guest_link),
        expires_at=clock.now() + timedelta(days=1),
    )
    file = RoomFile(
        room_id=room.id,
        author_id=user.id,
        title=f"Offer to {user.handle}",
        file_type=FileType.PNG,
        pages=1,
        size=40,
        file_name=stored.file_name,
        sealed_key=stored.sealed_key,
    )
    db.session.add_all([member, invitation, guest, file])
    db.session.flush()  # addresses hold the public ids
    return {
        "room": room.public_id,
        "room_choice": choice.public_id,
        "room_criterion": criterion.public_id,
        "room_comment": comment.public_id,
        "room_member": member.public_id,
        "room_invitation": invitation.public_id,
        "room_link": link,
        "room_file": file.public_id,
        "room_quote": quote.public_id,
        "room_guest": guest.public_id,
        "room_guest_link": guest_link,
    }
