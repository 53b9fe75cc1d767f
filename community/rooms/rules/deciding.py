"""Votes, and what an owner of the room writes down as decided."""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from community.catalog.models import Product
from community.core import clock, events
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import Invalid
from community.core.measuring import Fact, Measured, hours_between
from community.core.text import RENDERER_VERSION
from community.rooms import queries
from community.rooms.models import Room, RoomDecision, RoomVote
from community.rooms.rules.holding import (
    hold,
    hold_as_owner,
    note_step,
    require_version,
)
from community.rooms.words import NOT_SAVED, checked_text

UNDECIDED = 1
"""The version of a decision that is not made yet."""
_FARTHEST = timedelta(days=3_660)


@dataclass(frozen=True)
class Decided:
    """A decision as typed: for which choice, why, and when it has to be renewed."""

    choice: str
    reasons: str
    renewal_on: date | None = None


def vote(actor: Actor, room: Room, public_id: str) -> None:
    """Be for a product; being for it again takes the vote back. Each has one vote."""
    member = hold(actor, room)
    choice = queries.get_choice(room, public_id)
    name = db.session.get_one(Product, choice.product_id).name
    old = db.session.scalars(
        sa.select(RoomVote).where(RoomVote.member_id == member.id)
    ).one_or_none()
    if old is None:
        db.session.add(RoomVote(member_id=member.id, choice_id=choice.id))
    elif old.choice_id == choice.id:
        db.session.delete(old)
        note_step(room, member.user_id, f"took back the vote for {name}")
        return
    else:
        old.choice_id = choice.id
    note_step(room, member.user_id, f"voted for {name}")


def decide(actor: Actor, room: Room, decided: Decided, *, version: int) -> RoomDecision:
    """Write down or change what was decided; raise StaleEdit if somebody else did."""
    member = hold_as_owner(actor, room)
    choice = queries.get_choice(room, decided.choice)
    source, html = checked_text("reasons", decided.reasons)
    _require_day(decided.renewal_on)
    decision = queries.find_decision(room)
    before = None if decision is None else decision.source
    require_version(UNDECIDED if decision is None else decision.version, version)
    if decision is None:
        decision = RoomDecision(room_id=room.id, version=UNDECIDED)
        db.session.add(decision)
        wait = hours_between(room.created_at, clock.now())
        events.publish(Measured(Fact.DECISION_MADE, hours=wait))
    if decision.renewal_on is None and decided.renewal_on is not None:
        events.publish(Measured(Fact.RENEWAL_PREPARED))
    if decision.renewal_on != decided.renewal_on:
        decision.renewal_on, decision.reminded_days = decided.renewal_on, None
    decision.choice_id, decision.decided_at = choice.id, clock.now()
    decision.source, decision.html = source, html
    decision.renderer_version = RENDERER_VERSION
    decision.version += 1
    name = db.session.get_one(Product, choice.product_id).name
    words = f"wrote down the decision for {name}"
    note_step(room, member.user_id, words, before=None if before == source else before)
    return decision


def _require_day(day: date | None) -> None:
    today = clock.now().date()
    if day is not None and not today <= day <= today + _FARTHEST:
        wrong = "Choose a day within the next ten years, or none."
        raise Invalid(NOT_SAVED, fields={"renewal_on": wrong})
