"""Finding rooms for their people, with what stands in each."""

from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa

from community.accounts.models import User
from community.catalog.models import Product
from community.catalog.paths import is_public_id
from community.catalog.queries import products_by_id
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import NotFound
from community.core.paging import Page, keyset_page
from community.rooms import access
from community.rooms.models import (
    Room,
    RoomChoice,
    RoomComment,
    RoomCriterion,
    RoomDecision,
    RoomGuest,
    RoomInvitation,
    RoomMember,
    RoomQuote,
    RoomScore,
    RoomStep,
    RoomVote,
)
from community.rooms.scoring import Scored

Found = TypeVar(
    "Found",
    RoomMember,
    RoomInvitation,
    RoomChoice,
    RoomCriterion,
    RoomComment,
    RoomGuest,
    RoomQuote,
)
LIST_SIZE = 30
COMMENTS_SIZE = 20
STEPS_SIZE = 50
NO_ROOM = "There is no such room, or you are not in it."


@dataclass(frozen=True)
class Place:
    """A room, and who the actor is in it."""

    room: Room
    member: RoomMember


@dataclass(frozen=True)
class Person:
    """One of a room's people, and what they are called."""

    member: RoomMember
    handle: str


def get_place_for(actor: Actor, public_id: str) -> Place:
    """Return a room that the actor is in; raise NotFound for any other."""
    row = None
    if is_public_id(public_id):
        columns: list[Any] = [Room, RoomMember]
        row = db.session.execute(
            sa.select(*columns)
            .join(RoomMember, RoomMember.room_id == Room.id)
            .where(Room.public_id == public_id, access.memberships_of(actor))
        ).one_or_none()
    if row is None:
        raise NotFound(NO_ROOM)
    return Place(row[0], row[1])


def list_own(actor: Actor, after: str | None) -> Page[Room]:
    """Return the rooms that the actor is in, the newest first."""
    return keyset_page(
        sa.select(Room).where(access.own_rooms(actor)),
        order=(Room.id.desc(),),
        after=after,
        size=LIST_SIZE,
    )


def list_people(room: Room) -> list[Person]:
    """Return who is in a room, who came first first."""
    columns: list[Any] = [RoomMember, User.handle]
    found = db.session.execute(
        sa.select(*columns)
        .join(User, User.id == RoomMember.user_id)
        .where(RoomMember.room_id == room.id)
        .order_by(RoomMember.id)
    )
    return [Person(row[0], row[1]) for row in found]


def get_member(room: Room, public_id: str) -> RoomMember:
    return get_in(
        RoomMember, room, public_id, "There is nobody like that in this room."
    )


def list_choices(room: Room) -> list[tuple[RoomChoice, Product]]:
    """Return a room's shortlist in the order in which it grew, in two queries."""
    choices = db.session.scalars(
        sa.select(RoomChoice)
        .where(RoomChoice.room_id == room.id)
        .order_by(RoomChoice.id)
    ).all()
    products = products_by_id(one.product_id for one in choices)
    return [(one, products[one.product_id]) for one in choices]


def get_choice(room: Room, public_id: str) -> RoomChoice:
    return get_in(
        RoomChoice, room, public_id, "That is not on the shortlist of this room."
    )


def list_criteria(room: Room) -> list[RoomCriterion]:
    """Return what a committee goes by, the heaviest first."""
    return list(
        db.session.scalars(
            sa.select(RoomCriterion)
            .where(RoomCriterion.room_id == room.id)
            .order_by(RoomCriterion.weight.desc(), RoomCriterion.id)
        )
    )


def get_criterion(room: Room, public_id: str) -> RoomCriterion:
    return get_in(
        RoomCriterion, room, public_id, "There is no such criterion in this room."
    )


def list_scores(room: Room) -> list[Scored]:
    """Return all scores of a room: people × criteria × products at most."""
    found = db.session.execute(
        sa.select(
            RoomScore.criterion_id,
            RoomScore.choice_id,
            RoomScore.member_id,
            RoomScore.value,
        )
        .join(RoomCriterion, RoomCriterion.id == RoomScore.criterion_id)
        .where(RoomCriterion.room_id == room.id)
        .order_by(RoomScore.id)
    )
    return [Scored(*row) for row in found]


def list_votes(room: Room) -> list[tuple[int, int]]:
    """Return the ids of who voted, and of the choice that each is for."""
    found = db.session.execute(
        sa.select(RoomVote.member_id, RoomVote.choice_id)
        .join(RoomMember, RoomMember.id == RoomVote.member_id)
        .where(RoomMember.room_id == room.id)
        .order_by(RoomVote.id)
    )
    return [(row[0], row[1]) for row in found]


def list_quotes(room: Room) -> list[tuple[RoomQuote, str | None]]:
    """Return a room's quotes, the oldest first, with the handles of whose they are."""
    columns: list[Any] = [RoomQuote, User.handle]
    found = db.session.execute(
        sa.select(*columns)
        .outerjoin(User, User.id == RoomQuote.author_id)
        .where(RoomQuote.room_id == room.id)
        .order_by(RoomQuote.id)
    )
    return [(row[0], row[1]) for row in found]


def get_quote(room: Room, public_id: str) -> RoomQuote:
    return get_in(RoomQuote, room, public_id, "There is no such quote in this room.")


def find_decision(room: Room) -> RoomDecision | None:
    return db.session.scalars(
        sa.select(RoomDecision)
        .where(RoomDecision.room_id == room.id)
        .execution_options(populate_existing=True)
    ).one_or_none()


def list_comments(
    room: Room, after: str | None
) -> Page[tuple[RoomComment, str | None]]:
    """Return what was said, the newest first, with the handles of who said it."""
    columns: list[Any] = [RoomComment, User.handle]
    page = keyset_page(
        sa.select(*columns)
        .outerjoin(User, User.id == RoomComment.author_id)
        .where(RoomComment.room_id == room.id),
        order=(RoomComment.id.desc(),),
        after=after,
        size=COMMENTS_SIZE,
    )
    return Page([(row[0], row[1]) for row in page.items], page.next_cursor)


def get_comment(room: Room, public_id: str) -> RoomComment:
    return get_in(
        RoomComment, room, public_id, "There is no such comment in this room."
    )


def list_steps(room: Room, after: str | None) -> Page[tuple[RoomStep, str | None]]:
    """Return what was done in a room, the newest first, with who did it."""
    columns: list[Any] = [RoomStep, User.handle]
    page = keyset_page(
        sa.select(*columns)
        .outerjoin(User, User.id == RoomStep.actor_id)
        .where(RoomStep.room_id == room.id),
        order=(RoomStep.id.desc(),),
        after=after,
        size=STEPS_SIZE,
    )
    return Page([(row[0], row[1]) for row in page.items], page.next_cursor)


def get_in(model: type[Found], room: Room, public_id: str, otherwise: str) -> Found:
    """Return the row of a room with that public id, as it is now.

    Raises NotFound, saying `otherwise`, for any other's.
    """
    found = None
    if is_public_id(public_id):
        found = db.session.scalars(
            sa.select(model)
            .where(model.public_id == public_id, model.room_id == room.id)
            .execution_options(populate_existing=True)
        ).one_or_none()
    if found is None:
        raise NotFound(otherwise)
    return found
