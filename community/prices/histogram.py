"""The histogram of a product's total: bars on the grid, none of fewer than three (P2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from community.deals.bands import on_grid
from community.prices.contributions import Unit
from community.prices.thresholds import LEAST_BIN

# Finer bars and shares told somebody who knows all but one of forty what that one paid:
# of eight bars in steps of five a third was known to within 10 %, of these an eighth.
_BARS = 5
_STEP_PERCENT = 10


@dataclass(frozen=True)
class Bin:
    """The organisations that paid from `low` to below `high`, in steps of ten per cent.

    None is an open end: where the cheapest and the dearest lie is not shown.
    """

    low: Decimal | None
    high: Decimal | None
    percent: int


def histogram(units: Sequence[Unit], p10: Decimal, p90: Decimal) -> tuple[Bin, ...]:
    """Return the bars over the published 10th to 90th percentile, and the open ends."""
    edges = _edges(p10, p90)
    if not edges:
        return ()
    groups = _filled(units, edges)
    return tuple(
        Bin(low, high, _rounded(len(members), len(units)))
        for low, high, members in groups
    )


def _edges(p10: Decimal, p90: Decimal) -> list[Decimal]:
    step = (p90 - p10) / _BARS
    edges = {on_grid(p10 + step * number) for number in range(_BARS + 1)}
    return sorted(edges) if len(edges) > 2 else []


_Group = tuple[Decimal | None, Decimal | None, list[Unit]]


def _filled(units: Sequence[Unit], edges: Sequence[Decimal]) -> list[_Group]:
    """Return the bars with who is in them; a thin one is merged with the next."""
    bounds: list[Decimal | None] = [None, *edges, None]
    merged: list[_Group] = []
    for low, high in pairwise(bounds):
        inside = [unit for unit in units if _is_within(unit.price, low, high)]
        if merged and _counted(merged[-1][2]) < LEAST_BIN:
            before = merged.pop()
            merged.append((before[0], high, [*before[2], *inside]))
        else:
            merged.append((low, high, inside))
    if len(merged) > 1 and _counted(merged[-1][2]) < LEAST_BIN:
        last, before = merged.pop(), merged.pop()
        merged.append((before[0], last[1], [*before[2], *last[2]]))
    return merged


def _counted(units: Sequence[Unit]) -> int:
    return sum(not unit.is_visible for unit in units)


def _is_within(price: float, low: Decimal | None, high: Decimal | None) -> bool:
    above = low is None or price >= low
    return above and (high is None or price < high)


def _rounded(count: int, total: int) -> int:
    return max(
        _STEP_PERCENT, round(count / total * 100 / _STEP_PERCENT) * _STEP_PERCENT
    )
