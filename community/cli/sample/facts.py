"""Thirteen weeks of what the host counts: what the sample's making itself counted goes."""

from datetime import date, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa

from community.core import clock
from community.core.chunks import chunks
from community.core.db import changed, db, new_random_id, write
from community.core.measuring import AGAIN, HOURS_OF_WEEK, Fact, monday_of
from community.dashboard.metrics.log import OF_WEEKS
from community.dashboard.models import MeasuredFact, OrganisationWeek

_WEEKS = 13
_A_DAY: tuple[tuple[Fact, float, str, int | None], ...] = (
    (Fact.VISIT, 60, "", None),
    (Fact.PRICE_VIEWED, 40, "", None),
    (Fact.QUOTE_CHECKED, 6, "", None),
    (Fact.ROOM_OPENED, 0.8, "", None),
    (Fact.QUESTION_ASKED, 2.4, "", None),
    (Fact.QUESTION_ASKED, 0.6, AGAIN, None),
    (Fact.ROOM_TO_QUESTION, 1.2, "", 30),
    (Fact.ANSWERED, 5, "", None),
    (Fact.FIRST_ANSWER, 2.6, "", 20),
    (Fact.FIRST_OFFICIAL, 0.8, "", 60),
    (Fact.ANSWER_CHOSEN, 1.4, "", None),
    (Fact.PRICE_SUBMITTED, 3, "none", None),
    (Fact.PRICE_ACCEPTED, 2, "work-email", None),
    (Fact.PRICE_ACCEPTED, 0.6, "document", None),
    (Fact.PRICE_HELD, 0.3, "outlier-mad", None),
    (Fact.PRICE_REJECTED, 0.1, "none", None),
    (Fact.HOLD_DECIDED, 0.3, "", HOURS_OF_WEEK),
    (Fact.REVIEW_WRITTEN, 1.5, "none", None),
    (Fact.REVIEW_WRITTEN, 0.2, "gift", None),
    (Fact.REQUEST_SENT, 0.7, "", None),
    (Fact.QUESTION_TO_REQUEST, 0.5, "", 200),
    (Fact.REQUEST_ANSWERED, 0.5, "", 40),
    (Fact.IDENTITY_RELEASED, 0.2, "", None),
    (Fact.DECISION_MADE, 0.3, "", 600),
    (Fact.RENEWAL_PREPARED, 0.3, "", None),
    (Fact.ROOM_OF_THREE, 0.4, "", None),
    (Fact.REPORTED, 0.5, "post", None),
    (Fact.MODERATED, 0.4, "hidden advertising", 12),
    (Fact.ORGANISATION_ACTIVE, 2, "returning", None),
    (Fact.ORGANISATION_ACTIVE, 1, "new", None),
)
"""What happens how often on a day, of which sort, and how many hours it takes at most."""


def known_facts() -> frozenset[int]:
    """Return the ids of all lines: no number tells which of them came later."""
    return frozenset(db.session.scalars(sa.select(MeasuredFact.id)))


def add_facts(random: Random, *, besides: frozenset[int]) -> None:
    """Put made-up weeks in place of what was counted in lines `besides` these."""
    forget_facts(besides=besides)
    today = clock.now().date()
    days = [today - timedelta(days=back) for back in range(_WEEKS * 7)]
    rows = [row for day in days for row in _day(random, day, today)]
    write(sa.insert(MeasuredFact), [{"id": -new_random_id(), **row} for row in rows])
    db.session.expire_all()


def forget_made_up() -> None:
    """Let the made-up weeks go with the rest of the sample."""
    changed(sa.delete(MeasuredFact).where(MeasuredFact.id < 0))


def forget_facts(*, besides: frozenset[int]) -> None:
    """Let go of what the sample's making itself counted: the weeks are made up."""
    for chunk in chunks(sorted(known_facts() - besides)):
        changed(sa.delete(MeasuredFact).where(MeasuredFact.id.in_(chunk)))
    monday = monday_of(clock.now().date())
    changed(sa.delete(OrganisationWeek).where(OrganisationWeek.monday == monday))


def _day(random: Random, day: date, today: date) -> list[dict[str, Any]]:
    growth = 1 - (today - day).days / (_WEEKS * 10)
    quiet = 0.3 if day.weekday() > 4 else 1.0
    rows = []
    for fact, usual, sort, most in _A_DAY:
        count = int(usual * growth * quiet * random.uniform(0.6, 1.4) + random.random())
        hours = (
            None if most is None else [_wait(random, fact, most) for _ in range(count)]
        )
        of = monday_of(day) if fact in OF_WEEKS else day
        rows += [
            {"day": of, "fact": fact, "times": times, "detail": sort, "hours": wait}
            for times, wait in (
                [(1, hour) for hour in hours] if hours is not None else [(count, None)]
            )
            if times
        ]
    return rows


def _wait(random: Random, fact: Fact, most: int) -> int:
    """Return hours, of what is known by its weeks alone whole weeks of them."""
    step = HOURS_OF_WEEK if fact in OF_WEEKS else 1
    return random.randint(0, most // step) * step
