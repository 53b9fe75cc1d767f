"""What events hold of people: registrations go with their buyer, announcements stay."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from community.core.db import changed, db
from community.core.personal import Fate, Held, Kept, Leaver, Part, Person, nobodys
from community.core.settings import Settings
from community.demos.models import Demo, DemoChange, DemoRegistration
from community.demos.rules.attending import withdraw_all
from community.demos.rules.forgetting import KEPT
from community.reps.models import RepClaim


def _announced_by(person: Person) -> sa.ColumnElement[bool]:
    theirs = sa.select(RepClaim.id).where(RepClaim.user_id == person.user_id)
    return sa.or_(Demo.host_id == person.user_id, Demo.claim_id.in_(theirs))


def _event(_person: Person, row: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"event": db.session.get_one(Demo, row["demo_id"]).title}


HELD = (
    Held(
        Demo,
        Fate.NAMELESS,
        "Events that you announced for a vendor or as the host",
        _announced_by,
        why="They are the vendor’s or the host’s word; your name goes from under them.",
    ),
    Held(
        DemoRegistration,
        Fate.ERASED,
        "Events that you registered for, and what you revealed by it",
        lambda person: DemoRegistration.user_id == person.user_id,
        tells=_event,
    ),
    *nobodys(DemoChange),
)


def erase(leaver: Leaver) -> None:
    """Take back every registration, which frees its seat, and let go of announcements."""
    withdraw_all(leaver.user_id)
    changed(sa.update(Demo).where(Demo.host_id == leaver.user_id).values(host_id=None))


def retention(_settings: Settings) -> tuple[Kept, ...]:
    return (
        Kept(
            "Registrations for events, and what you revealed by them",
            f"until you withdraw them, {KEPT.days} days after the event at most",
            "So that you find where to join, and its organiser knows who comes.",
        ),
    )


PART = Part("events", "Demos and events", HELD, retention, erase)
