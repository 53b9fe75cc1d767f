"""Is a quote fair: one of five places and a rough distance, from published figures alone.

Pure: the same snapshot and quote give the same answer to everybody, and nobody learns
more by asking again than from the figures on the page (A12).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum

_STEP = 5
"""Per cent: no distance is told finer."""


class Place(StrEnum):
    """Where a quote lies; where no quartiles are shown only the last two and ABOUT."""

    BELOW_P25 = "below p25"
    TO_MEDIAN = "p25 to median"
    ABOUT = "about the median"
    TO_P75 = "median to p75"
    ABOVE_P75 = "above p75"
    BELOW = "below the median"
    ABOVE = "above the median"


@dataclass(frozen=True)
class Verdict:
    """`percent` is the distance from the median, to the nearest five: -10 is 10 % below."""

    word: Place
    percent: int


@dataclass(frozen=True)
class Yardstick:
    """What a quote is held against: a total, or the part that holds its quantity.

    `low` to below `high` are the quantities that it speaks of; None is no bound.
    """

    label: str
    median: Decimal
    p25: Decimal | None = None
    p75: Decimal | None = None
    low: Decimal = Decimal(0)
    high: Decimal | None = None

    def holds(self, quantity: Decimal) -> bool:
        return self.low <= quantity and (self.high is None or quantity < self.high)


def compare(
    quote: Decimal, median: Decimal, p25: Decimal | None, p75: Decimal | None
) -> Verdict:
    """Return where `quote` lies; all are prices above 0 for the same unit and currency."""
    percent = _from_median(quote, median)
    return Verdict(_place(quote, percent, p25, p75), percent)


def _from_median(quote: Decimal, median: Decimal) -> int:
    """Return the distance in per cent, to the nearest five, halves away from zero."""
    with localcontext(prec=60):
        steps = (quote - median) * 100 / (median * _STEP)
        return int(steps.quantize(Decimal(1), rounding=ROUND_HALF_UP)) * _STEP


def _place(
    quote: Decimal, percent: int, p25: Decimal | None, p75: Decimal | None
) -> Place:
    if percent == 0:
        return Place.ABOUT
    if p25 is None or p75 is None:
        return Place.BELOW if percent < 0 else Place.ABOVE
    if percent < 0:
        return Place.BELOW_P25 if quote < p25 else Place.TO_MEDIAN
    return Place.ABOVE_P75 if quote > p75 else Place.TO_P75


def yardstick_for(
    quantity: Decimal | None, total: Yardstick, parts: Sequence[Yardstick]
) -> Yardstick:
    """Return the part that holds `quantity` if one is published, the total otherwise."""
    if quantity is None:
        return total
    return next((part for part in parts if part.holds(quantity)), total)


def price_at_volume(part: Yardstick, quantity: Decimal, per_doubling: int) -> Decimal:
    """Return what to expect at `quantity`: the part's median, moved along the slope.

    The median is taken to stand at the geometric middle of its band. `per_doubling` is
    the published change in per cent: -6 is 6 % less for twice as much.
    """
    with localcontext(prec=28):
        doublings = (quantity / middle_of(part)).ln() / Decimal(2).ln()
        factor = (1 + Decimal(per_doubling) / 100) ** doublings
        return part.median * factor


def middle_of(part: Yardstick) -> Decimal:
    """Return the geometric middle of a band; of one without end, of its first doubling."""
    high = part.low * 2 if part.high is None else part.high - 1
    return (max(part.low, Decimal(1)) * max(high, Decimal(1))).sqrt()
