"""Which lines wait for a person: those far from what others paid (pure).

A held line is in no figure until somebody decided about it. Nothing is excluded by a
rule alone: either of the two rules holds a line, and a person lets it in or not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import groupby
from statistics import median

from community.deals.kinds import HoldReason, ReviewState
from community.prices import stats
from community.prices.contributions import units_of
from community.prices.gathering import Organised
from community.prices.measures import contribution
from community.prices.reports import Report

MOST_NEW = timedelta(days=14)
"""A younger account's prices wait: sock puppets are made on the day they are needed."""

_SCORE_DIGITS = 3


@dataclass(frozen=True)
class Held:
    """A line that a person looks at; `score` is its price by the median of the others."""

    line_id: int
    reasons: tuple[HoldReason, ...]
    score: Decimal


@dataclass(frozen=True)
class Screened:
    """What came of looking at the new lines of some products."""

    accepted: tuple[int, ...] = ()
    held: tuple[Held, ...] = ()


def screen(reports: Iterable[Report], who: Organised, now: datetime) -> Screened:
    """Return which of the pending lines count, and which are held; the rest waits."""
    accepted: list[int] = []
    held: list[Held] = []
    ordered = sorted(reports, key=lambda one: one.key.text)
    for _, group in groupby(ordered, key=lambda one: one.key):
        series = list(group)
        pending = [one for one in series if _is_ready(one, who, now)]
        if pending:
            found = _held(series, pending)
            held += found
            waits = {one.line_id for one in found}
            accepted += [one.line_id for one in pending if one.line_id not in waits]
    return Screened(tuple(accepted), tuple(held))


def _is_ready(one: Report, who: Organised, now: datetime) -> bool:
    joined = who.joined.get(one.owner)
    return (
        one.review is ReviewState.PENDING
        and joined is not None
        and now - joined >= MOST_NEW
    )


def _held(series: Sequence[Report], pending: Sequence[Report]) -> list[Held]:
    """Hold each new line against one price of each organisation, and the other new ones."""
    accepted = [one for one in series if one.review is ReviewState.ACCEPTED]
    known = [unit.price for unit in units_of(map(contribution, accepted))]
    prices = [*known, *(one.price for one in pending)]
    verdicts = stats.outliers(prices)[len(known) :]
    return [
        Held(one.line_id, _reasons(verdict), _score(one.price, prices))
        for one, verdict in zip(pending, verdicts, strict=True)
        if verdict
    ]


def _reasons(verdict: frozenset[stats.Outlier]) -> tuple[HoldReason, ...]:
    return tuple(HoldReason(one.value) for one in sorted(verdict))


def _score(price: float, prices: Sequence[float]) -> Decimal:
    return Decimal(f"{price / median(prices):.{_SCORE_DIGITS}g}")
