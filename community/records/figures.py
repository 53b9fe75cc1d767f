"""What is said of a set of amounts: how many, five quantiles, a histogram."""

from collections.abc import Sequence
from dataclasses import dataclass

from community.records.histogram import Bar, choose
from community.records.kinds import FAR_FACTOR, FAR_FROM, QUANTILES
from community.records.quantiles import quantile


@dataclass(frozen=True)
class Quantiles:
    """Five quantiles in millionths, rounded half to even where they fall between."""

    p10: int
    p25: int
    median: int
    p75: int
    p90: int


@dataclass(frozen=True)
class Figures:
    count: int
    quantiles: Quantiles
    bars: tuple[Bar, ...]


def figures_of(ordered: Sequence[int]) -> Figures:
    """Return the figures of amounts in ascending order, of which there is at least one."""
    found = Quantiles(*(round(quantile(ordered, p)) for p in QUANTILES))
    bars = choose(ordered[0], ordered[-1], found.p10, found.p90)
    return Figures(len(ordered), found, tuple(bars.count_all(ordered)))


def is_far(amount: int, count: int, median: int) -> bool:
    """Whether an amount is so far from the others that a person should look at it."""
    if count < FAR_FROM:
        return False
    return amount < median // FAR_FACTOR or amount // FAR_FACTOR > median
