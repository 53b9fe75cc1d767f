"""How a vendor treats requests, in figures: pure, and silent where somebody could be traced."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import mean, median

FEWEST = 5
"""So many organisations must stand behind each figure."""
IN_TIME = timedelta(days=7)


@dataclass(frozen=True)
class Contact:
    """One request: whose, in which organisation, and what became of it."""

    whose: Hashable
    asked_at: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    stars: int | None


@dataclass(frozen=True)
class Figures:
    median_seconds: int | None
    unanswered_tenths: int
    """Share without an answer in time, rounded to a tenth."""
    stars_tenths: int | None


def figures_of(contacts: Iterable[Contact], now: datetime) -> Figures | None:
    """Return what may be told of a vendor; None where too few asked.

    What its buyer took back within a week, unanswered, counts for nobody.
    """
    counted = [one for one in contacts if _counts(one, now)]
    if not _are_enough(counted):
        return None
    answered = [one for one in counted if one.answered_at is not None]
    rated = [one for one in counted if one.stars is not None]
    late = sum(not _is_in_time(one) for one in counted)
    return Figures(
        median_seconds=round(median(map(_wait, answered)))
        if _are_enough(answered)
        else None,
        unanswered_tenths=(20 * late + len(counted)) // (2 * len(counted)),
        stars_tenths=round(10 * mean(one.stars or 0 for one in rated))
        if _are_enough(rated)
        else None,
    )


def _are_enough(contacts: Sequence[Contact]) -> bool:
    return len({one.whose for one in contacts}) >= FEWEST


def _counts(one: Contact, now: datetime) -> bool:
    waited = min(now, one.closed_at or now) - one.asked_at
    return one.answered_at is not None or waited >= IN_TIME


def _is_in_time(one: Contact) -> bool:
    return one.answered_at is not None and one.answered_at - one.asked_at <= IN_TIME


def _wait(one: Contact) -> float:
    assert one.answered_at is not None  # noqa: S101 - of answered ones alone
    return (one.answered_at - one.asked_at).total_seconds()
