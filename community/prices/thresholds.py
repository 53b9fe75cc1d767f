"""From how many organisations on what may be shown (P2, P5, P8): settings raise, never lower."""

from dataclasses import dataclass

from community.core.settings import Settings
from community.prices.kinds import CHANGES, CellKind

LEAST_MEDIAN = 5
LEAST_QUARTILES = 12
LEAST_INTERVAL = 20
LEAST_TAILS = 40
LEAST_BIN = 3
LEAST_ANSWERS = 8
LEAST_CHANGES = 12
"""Organisations in a median of how prices changed: eight of them tell too much.

Whoever knows the price before and all others' prices would place one buyer in ten of
eight within 10 %, of twelve three in a hundred: as many as the price's own median lets.
"""
LEAST_NAMING = 3
"""Organisations that must have named an answer, an alternative say, before it is told."""
LEAST_AGE_MONTHS = 3
WINDOW_MONTHS = 36
"""Older prices are in no figure."""
LARGEST_SHARE = 0.25
"""The most that one organisation may weigh in a figure (P3)."""
LEAST_CHANGED = 3
"""A figure moves only when so many organisations changed at once (P7)."""
LARGEST_OVERLAP = 1 / 6
"""The most of a breakdown's prices that another breakdown may have shown before (P5).

Of those in two breakdowns 40 of 100 could be placed, of the others 22: with a sixth in
both it is 25 of all, as many as the method allows.
"""

_PART_BESIDE_TOTAL = 5
_PART_BESIDE_QUARTILES = 8
_PART_OF_SECOND = 20


@dataclass(frozen=True)
class Thresholds:
    """Organisations needed for each kind of figure, and how old a price must be."""

    median: int = LEAST_MEDIAN
    quartiles: int = LEAST_QUARTILES
    interval: int = LEAST_INTERVAL
    tails: int = LEAST_TAILS
    age_months: int = LEAST_AGE_MONTHS

    @property
    def part_beside_total(self) -> int:
        """Organisations in each part of a breakdown that stands instead of quartiles."""
        return max(_PART_BESIDE_TOTAL, self.median)

    @property
    def part_beside_quartiles(self) -> int:
        return max(_PART_BESIDE_QUARTILES, self.median)

    @property
    def part_of_second(self) -> int:
        return max(_PART_OF_SECOND, self.median)

    def of_extra(self, kind: CellKind) -> int:
        """Return how many must have answered before the median of an extra is shown."""
        least = LEAST_CHANGES if kind in CHANGES else LEAST_ANSWERS
        return max(least, self.median)


def thresholds_of(settings: Settings) -> Thresholds:
    """Return the thresholds of an installation; its settings are never below ours."""
    return Thresholds(
        median=settings.median_from,
        quartiles=settings.quartiles_from,
        interval=settings.interval_from,
        tails=settings.tails_from,
        age_months=settings.price_age_months,
    )
