"""The log of what happened, read once for a period: all that metrics are computed from."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median

import sqlalchemy as sa

from community.core import clock
from community.core.db import db
from community.core.measuring import Fact, monday_of
from community.dashboard.models import MeasuredFact

FEWEST = 5
"""A median of fewer is not told: it could be somebody's own."""


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Log:
    """How often what happened on which day, and how long it took each time."""

    period: Period
    times: Counter[tuple[Fact, date, str]] = field(default_factory=Counter)
    waits: dict[tuple[Fact, date], Counter[int]] = field(default_factory=dict)

    def count(
        self, *facts: Fact, detail: str | None = None, until: date | None = None
    ) -> int:
        """Return how often these happened in the period, of one sort if `detail` says which."""
        return sum(
            times
            for (fact, day, sort), times in self.times.items()
            if fact in facts
            and self._is_meant(fact, day)
            and (detail is None or sort == detail)
            and (until is None or day <= until)
        )

    def sorts(self, fact: Fact) -> Counter[str]:
        """Return how often each sort of a fact happened in the period."""
        found: Counter[str] = Counter()
        for (one, day, sort), times in self.times.items():
            if one is fact and self._is_meant(fact, day):
                found[sort] += times
        return found

    def hours(self, fact: Fact, *, until: date | None = None) -> list[int]:
        """Return how long it took, each time, in hours and ascending."""
        found: Counter[int] = Counter()
        for (one, day), hours in self.waits.items():
            if (
                one is fact
                and self._is_meant(fact, day)
                and (until is None or day <= until)
            ):
                found += hours
        return sorted(found.elements())

    def median_hours(self, *facts: Fact) -> float | None:
        """Return the median, None where fewer than five were measured."""
        hours = [hour for fact in facts for hour in self.hours(fact)]
        return None if len(hours) < FEWEST else float(median(hours))

    def by_week(self, *facts: Fact) -> list[tuple[date, int]]:
        """Return, for each week of the period by its Monday, how often these happened."""
        weeks: Counter[date] = Counter()
        for (fact, day, _), times in self.times.items():
            if fact in facts:
                weeks[monday_of(day)] += times
        first, last = monday_of(self.period.first), monday_of(self.period.last)
        count = (last - first).days // 7 + 1
        mondays = [first + timedelta(weeks=number) for number in range(count)]
        return [(monday, weeks[monday]) for monday in mondays]

    def _is_meant(self, fact: Fact, day: date) -> bool:
        if fact in OF_WEEKS:  # its day is a Monday, and stands for the week
            return monday_of(self.period.first) <= day <= self.period.last
        return self.period.holds(day)


OF_WEEKS = frozenset(
    {
        Fact.PRICE_SUBMITTED,
        Fact.PRICE_ACCEPTED,
        Fact.PRICE_HELD,
        Fact.PRICE_REJECTED,
        Fact.HOLD_DECIDED,
        Fact.ORGANISATION_ACTIVE,
        Fact.ROOM_TO_QUESTION,
        Fact.QUESTION_TO_REQUEST,
    }
)
"""What is kept by weeks and not by days."""
_BY_PRODUCT = (Fact.PRODUCT_SUPPLY, Fact.SERIES_SUPPLY)
_OF_FEW = (Fact.ROOM_TO_QUESTION, Fact.QUESTION_TO_REQUEST, Fact.ORGANISATION_ACTIVE)
"""In a quiet week the number of these would tell what an author of that week has."""


def read_log(period: Period) -> Log:
    """Return the log of a period, begun at its first Monday; two queries."""
    log = Log(period)
    inside = MeasuredFact.day.between(monday_of(period.first), period.last)
    here = (inside, MeasuredFact.fact.not_in(_BY_PRODUCT))
    rows = db.session.execute(
        sa.select(
            MeasuredFact.fact,
            MeasuredFact.day,
            MeasuredFact.detail,
            sa.func.sum(MeasuredFact.times),
        )
        .where(*here)
        .group_by(MeasuredFact.fact, MeasuredFact.day, MeasuredFact.detail)
    )
    for fact, day, sort, times in rows:
        log.times[fact, day, sort] += int(times)
    for fact, day, hours, times in _waits(here):
        log.waits.setdefault((fact, day), Counter())[hours] += int(times)
    return log


def sums_by_week(connection: sa.Connection) -> list[dict[str, date | str | int]]:
    """Return how often what happened in each whole week, by its Monday; nothing finer.

    Lines themselves leave with nobody: laid beside questions by day, product or order
    they would tell what their authors do elsewhere on the site.
    """
    this_week = monday_of(clock.now().date())
    rows = connection.execute(
        sa.select(MeasuredFact.fact, MeasuredFact.day, sa.func.sum(MeasuredFact.times))
        .where(
            MeasuredFact.day < this_week,
            MeasuredFact.fact.not_in((*_BY_PRODUCT, *_OF_FEW)),
        )
        .group_by(MeasuredFact.fact, MeasuredFact.day)
    )
    weeks: Counter[tuple[date, Fact]] = Counter()
    for fact, day, times in rows:
        weeks[monday_of(day), fact] += int(times)
    return [
        {"week": week, "fact": fact, "times": times}
        for (week, fact), times in sorted(weeks.items())
    ]


def _waits(
    here: Iterable[sa.ColumnElement[bool]],
) -> Iterable[tuple[Fact, date, int, int]]:
    rows = db.session.execute(
        sa.select(
            MeasuredFact.fact,
            MeasuredFact.day,
            MeasuredFact.hours,
            sa.func.sum(MeasuredFact.times),
        )
        .where(*here, MeasuredFact.hours.is_not(None))
        .group_by(MeasuredFact.fact, MeasuredFact.day, MeasuredFact.hours)
    )
    return [(row[0], row[1], row[2] or 0, row[3]) for row in rows]
