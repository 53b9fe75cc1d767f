"""The room in which Ada, Ben and a third buyer weigh three products against each other."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from community.accounts.models import User
from community.accounts.tokens import digest, new_token
from community.cli.sample.catalogue import Sold
from community.core import clock
from community.core.actors import Actor
from community.core.db import db
from community.rooms import queries
from community.rooms.kinds import INVITED_FOR, RoomRole
from community.rooms.models import Room, RoomInvitation, RoomMember
from community.rooms.rules import (
    deciding,
    guests,
    opening,
    quoting,
    shortlisting,
    talking,
    weighing,
)

_NAME = "Help desk for 180 people"
_NOTES = """\
We renew in spring, or we move. The budget is 150,000 a year, all in.

- Data stays in the Union.
- Two months for the move, at most.
- Legal wants to see the liability clause *before* we choose.
"""
_CRITERIA = (
    ("Price over three years", 8),
    ("Agents like it", 6),
    ("Move takes two months at most", 5),
    ("Contract terms", 4),
)
_SCORES = (
    ((4, 4, 3, 4), (3, 5, 4, 3), (5, 2, 2, 4)),
    ((3, 5, 4, 4), (4, 4, 4, 3), (4, 2, 3, 3)),
    ((4, 3, 3, 5), (2, 4, 3, 2), (5, 3, 2, 4)),
)
"""Of each person for each product, by the criteria above."""
_SAID = (
    (
        "I asked for quotes from all three. The first one is in: 12 % below what is "
        "published here, for three years."
    ),
    (
        "The agents tried two of them for a week. They would *not* go back to the "
        "third: its search finds nothing."
    ),
    "Legal has no objection to the first, if the renewal cap stays in.",
    "Then let us vote on Friday.",
)

_QUOTED = (
    ("129600", "With the renewal cap of 5 %. Holds until the end of the month."),
    ("118800", "Single sign-on is not in it."),
    ("142200", ""),
)
"""What each person was quoted for the product in the same place."""
_REASONS = """\
Two of three are for it. It is not the cheapest, and the **renewal cap** makes up for
that from the second year on. The move takes six weeks.
"""
_TERM = timedelta(days=3 * 365)


def add_rooms(buyers: Sequence[User], sold: Sequence[Sold]) -> None:
    """Open the room: its first three buyers are the people of it."""
    people = buyers[:3]
    actors = [one.actor for one in people]
    owner = actors[0]
    room = opening.open_room(owner, _NAME)
    opening.edit_room(owner, room, _NAME, _NOTES, version=1)
    for one in people[1:]:
        member = RoomMember(room_id=room.id, user_id=one.id, role=RoomRole.MEMBER)
        db.session.add(member)
    for rival in _products(sold):
        shortlisting.add_product(owner, room, rival.product)
    for name, weight in _CRITERIA:
        weighing.add_criterion(owner, room, name, weight)
    _score(room, actors)
    choices = [one.public_id for one, _ in queries.list_choices(room)]
    for at, (amount, note) in enumerate(_QUOTED):
        offer = quoting.Offer(Decimal(amount), "USD", Decimal(180), 36, note)
        quoting.add_quote(actors[at], room, choices[at], offer)
    for actor, at in zip(actors, (0, 0, 1), strict=True):
        deciding.vote(actor, room, choices[at])
    renewal = (clock.now() + _TERM).date()
    decided = deciding.Decided(choices[0], _REASONS, renewal)
    deciding.decide(owner, room, decided, version=deciding.UNDECIDED)
    guests.make_link(owner, room, "Finance, for the board", 30)
    for number, words in enumerate(_SAID):
        talking.comment(actors[number % len(actors)], room, words)
    # Without its mail, which would go out as soon as the sample is served.
    db.session.add(
        RoomInvitation(
            room_id=room.id,
            address="finance@northwind.example",
            token_hash=digest(new_token()),
            expires_at=clock.now() + INVITED_FOR,
        )
    )


def _products(sold: Sequence[Sold]) -> list[Sold]:
    """Return three rivals: what is in the first one's category, or what there is."""
    first = sold[0].product
    alike = [one for one in sold if one.product.category_id == first.category_id]
    others = [one for one in sold if one not in alike]
    return [*alike, *others][:3]


def _score(room: Room, actors: Sequence[Actor]) -> None:
    criteria = queries.list_criteria(room)
    choices = queries.list_choices(room)
    for actor, by_product in zip(actors, _SCORES, strict=True):
        values = {
            (criterion.id, choice.id): value
            for (choice, _), own in zip(choices, by_product, strict=True)
            for criterion, value in zip(criteria, own, strict=True)
        }
        weighing.score(actor, room, dict(values))
