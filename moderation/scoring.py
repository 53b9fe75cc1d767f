"""What a flag weighs, when flags hide something, and what comes first in the queue.

Pure. After more than five decided flags accuracy counts: above 70 % it adds, below it
takes away, the more the longer the record is (log to the base of 4).
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from moderation.kinds import Reason, hours_for

HIDES_FROM = 8.0
_KNOWN_FROM = 6
_PIVOT = 0.7
_BONUS = 5
_NEW, _MEMBER, _TRUSTED = 1.0, 2.0, 3.0
_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
_MOST_SCORE = 48.0
_MINUTES_A_STEP = 8 * 60


@dataclass(frozen=True)
class Flagger:
    """What is known of who flags."""

    verified: bool
    trusted: bool
    upheld: int
    dismissed: int
    of_the_vendor: bool


def weight(who: Flagger) -> float:
    """Return what a flag counts toward hiding: of vendors' own people nothing."""
    if who.of_the_vendor:
        return 0.0
    base = _TRUSTED if who.trusted else _MEMBER if who.verified else _NEW
    return round(max(0.0, base + _accuracy_bonus(who.upheld, who.dismissed)), 2)


def _accuracy_bonus(upheld: int, dismissed: int) -> float:
    decided = upheld + dismissed
    if decided < _KNOWN_FROM:
        return 0.0
    above = (upheld / decided - _PIVOT) / (1 - _PIVOT)
    return max(-1.0, above) * math.log(decided, 4) * _BONUS


def hides(score: float, *, is_verified: bool) -> bool:
    """Whether flags alone keep something back; never a verified price or review."""
    return score >= HIDES_FROM and not is_verified


def rank(opened_at: datetime, score: float, harm: int) -> int:
    """Return where a case stands in the queue, in minutes: the lowest comes first.

    That is when it was opened, less an hour for each point of its score (48 at most) and
    eight for each step of harm: nothing waits for ever behind what is more pressing.
    """
    waited = int((opened_at - _BEGINNING).total_seconds() // 60)
    return waited - round(60 * min(score, _MOST_SCORE)) - _MINUTES_A_STEP * harm


def due(opened_at: datetime, harm: int) -> datetime:
    """Return until when a case should be decided."""
    return opened_at + timedelta(hours=hours_for(harm))


class Counted(Protocol):
    """What of a case depends on what came in about it."""

    opened_at: datetime
    due_at: datetime
    score: float
    harm: int
    rank: int
    reason: Reason | None


def count_in(case: Counted, reason: Reason, weight: float, harm: int) -> None:
    """Let a case know of one more flag or finding; the gravest reason stands for it."""
    if case.reason is None or harm > case.harm:
        case.reason = reason
    case.score += weight
    case.harm = max(case.harm, harm)
    case.rank = rank(case.opened_at, case.score, case.harm)
    case.due_at = due(case.opened_at, case.harm)
