"""Bars of a histogram: their width from the middle of the prices, the far ends in one bar each."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_BARS = 12
"""About this many bars between the 10th and the 90th percentile."""
_MANTISSAS = (1, 2, 5, 10)
_BELOW = -1


@dataclass(frozen=True)
class Bar:
    """How many amounts lie from `low` to below `high`; the last bar has its end inside."""

    low: int
    high: int
    count: int


@dataclass(frozen=True)
class Bars:
    """`count` bars of `width` from `low` on; what lies outside has a bar at each end."""

    low: int
    width: int
    count: int
    least: int
    most: int

    @property
    def high(self) -> int:
        return self.low + self.width * self.count

    def index(self, amount: int) -> int:
        """Return the bar of an amount: -1 below all, `count` above all."""
        if amount < self.low:
            return _BELOW
        return min((amount - self.low) // self.width, self.count)

    def fill(self, counted: Mapping[int, int]) -> list[Bar]:
        """Return the bars from how many amounts each index has; empty ends are left out."""
        edges = range(self.low, self.high, self.width)
        bars = [
            Bar(edge, edge + self.width, counted.get(number, 0))
            for number, edge in enumerate(edges)
        ]
        if counted.get(_BELOW):
            bars.insert(0, Bar(self.least, self.low, counted[_BELOW]))
        if counted.get(self.count):
            bars.append(Bar(self.high, self.most, counted[self.count]))
        return bars

    def count_all(self, amounts: Iterable[int]) -> list[Bar]:
        return self.fill(Counter(map(self.index, amounts)))


def choose(least: int, most: int, p10: int, p90: int) -> Bars:
    """Return bars that show the middle well, whatever a few odd prices do.

    They reach three quarters of the distance from p10 to p90 beyond both.
    """
    span = p90 - p10
    if span <= 0:
        return Bars(
            low=least, width=max(most - least, 0) + 1, count=1, least=least, most=most
        )
    width = _nice(span / _BARS)
    reach = span * 3 // 4
    low = max(least, p10 - reach) // width * width
    high = min(most, p90 + reach)
    count = (high - low) // width + 1
    return Bars(low=low, width=width, count=count, least=least, most=most)


def _nice(raw: float) -> int:
    """Return the smallest of 1, 2, 5 times a power of ten that is not below `raw`."""
    power = 1
    while power * 10 < raw:
        power *= 10
    return next(power * m for m in _MANTISSAS if power * m >= raw)
