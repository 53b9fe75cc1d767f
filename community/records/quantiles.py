"""Quantiles after Hyndman and Fan's type 8, exact: two order statistics and a weight."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

_THIRD = Fraction(1, 3)


@dataclass(frozen=True)
class Place:
    """A quantile of n sorted values: from rank `low` (1 is the first) `share` of the way to the next."""

    low: int
    high: int
    share: Fraction

    def between(self, low_value: int, high_value: int) -> Fraction:
        return low_value + self.share * (high_value - low_value)


def place(count: int, probability: Fraction) -> Place:
    """Return where the quantile of `count` values lies; `count` is at least 1."""
    if count < 1 or not 0 <= probability <= 1:
        raise ValueError("A quantile needs a value, and a probability from 0 to 1.")
    at = (count + _THIRD) * probability + _THIRD
    rank = at.numerator // at.denominator
    if rank < 1:
        return Place(1, 1, Fraction(0))
    if rank >= count:
        return Place(count, count, Fraction(0))
    return Place(rank, rank + 1, at - rank)


def quantile(ordered: Sequence[int], probability: Fraction) -> Fraction:
    """Return the quantile of values in ascending order, exactly."""
    found = place(len(ordered), probability)
    return found.between(ordered[found.low - 1], ordered[found.high - 1])
