"""What may be shown of one set of prices: the privacy rules P1 to P9, without a database.

The set is what one figure of a product rests on: the same product, edition, unit, stage
and channel. publish() returns the total and its breakdowns, or None where nothing may
be shown; who calls it keeps figures still between releases (P7) and stores them.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from community.deals.bands import on_grid
from community.prices import stats
from community.prices.breakdowns import breakdown
from community.prices.cells import Cell, Parts, band, counted, members_of, quantiles
from community.prices.contributions import Contribution, Unit, units_of
from community.prices.dimensions import (
    NO_BREAKDOWN,
    Choice,
    Dimension,
)
from community.prices.grid import ceiling_on_grid, exact, floor_on_grid
from community.prices.histogram import histogram
from community.prices.kinds import CellKind
from community.prices.thresholds import WINDOW_MONTHS, Thresholds
from community.prices.weights import is_dominated

_MONTHS_A_YEAR = 12
_MOST_BESIDE_BARS = 2
_FEWEST_MONTHS = 4
"""Different months without which no line through time means anything."""

LEAST = Thresholds()

EXTRA_STEPS = {
    CellKind.UPLIFT: 5,
    CellKind.CONCESSION: 5,
    CellKind.CAP: 1,
    CellKind.NOTICE: 15,
    CellKind.HOLD: 3,
}
"""To the nearest how many per cent, days or months extras are told, as money is to the
grid. Of changes in whole per cent every third buyer of eight could be placed.
"""


@dataclass(frozen=True)
class Published:
    """A total and, for each frozen dimension, its parts by label; None: not shown.

    `is_apart` says that a second opinion on the median differs; it is never shown.
    """

    total: Cell | None
    breakdowns: Mapping[Dimension, Parts | None]
    is_apart: bool = False


def publish(
    contributions: Sequence[Contribution],
    choice: Choice = NO_BREAKDOWN,
    thresholds: Thresholds = LEAST,
) -> Published:
    """Return what may be shown of `contributions`, all accepted and signed."""
    units = units_of(_in_window(contributions, thresholds))
    chosen = [one for one in (choice.first, choice.second) if one is not None]
    nothing = Published(None, dict.fromkeys(chosen))
    count = counted(units)
    if count < thresholds.median or is_dominated([unit.weight for unit in units]):
        return nothing
    breakdowns = {
        dimension: breakdown(units, dimension, least, thresholds)
        if least is not None
        else None
        for dimension, least in _rungs(count, choice, thresholds)
    }
    total = _total(units, count, choice, thresholds)
    apart = stats.are_apart([unit.price for unit in units])
    return Published(_beside(total, breakdowns), breakdowns, apart)


def publish_extra(
    contributions: Sequence[Contribution],
    kind: CellKind,
    thresholds: Thresholds = LEAST,
) -> Cell | None:
    """Return the median of an extra, under the rules of a total; None: not shown.

    It is answered by choice, as shares are, and needs as many answers as they do.
    """
    units = units_of(_in_window(contributions, thresholds))
    count = counted(units)
    if count < thresholds.of_extra(kind):
        return None
    if is_dominated([unit.weight for unit in units]):
        return None
    (median,) = stats.price_quantiles(
        [unit.price for unit in units], [unit.weight for unit in units], (0.5,)
    )
    return Cell(band(count), _rounded(median, kind), members_of(units))


def _rounded(median: float, kind: CellKind) -> Decimal:
    """Return money on the grid (P9), all else in steps of its own, nothing below 0 but rises."""
    if kind is CellKind.FEES:
        return on_grid(exact(median))
    told = {
        CellKind.UPLIFT: (median - 1) * 100,
        CellKind.CONCESSION: (1 - median) * 100,
        CellKind.CAP: (median - 1) * 100,
        CellKind.NOTICE: median - 1,
        CellKind.HOLD: median - 1,
    }[kind]
    step = EXTRA_STEPS[kind]
    return Decimal(round(told / step) * step)


def _beside(total: Cell, breakdowns: Mapping[Dimension, Parts | None]) -> Cell:
    """Return the total without what would tell too much beside its breakdowns.

    Somebody who knows all prices but one could place that one within 10 % for more than
    a quarter of buyers: the interval prints two prices outright, bars count them.
    """
    shown = sum(parts is not None for parts in breakdowns.values())
    if shown >= 1:
        total = replace(total, interval=None)
    if shown >= _MOST_BESIDE_BARS:
        total = replace(total, bins=())
    return total


def _in_window(
    contributions: Sequence[Contribution], thresholds: Thresholds
) -> list[Contribution]:
    return [
        one
        for one in contributions
        if thresholds.age_months <= one.age_months <= WINDOW_MONTHS
    ]


def _rungs(
    count: int, choice: Choice, thresholds: Thresholds
) -> list[tuple[Dimension, int | None]]:
    """Return how large each part of each dimension must be; None: not on this rung."""
    first = second = None
    if count >= thresholds.interval:
        first = thresholds.part_beside_quartiles
    elif count >= thresholds.quartiles and choice.instead_of_quartiles:
        first = thresholds.part_beside_total
    if count >= thresholds.tails:
        second = thresholds.part_of_second
    pairs = ((choice.first, first), (choice.second, second))
    return [(dimension, least) for dimension, least in pairs if dimension is not None]


def _total(
    units: Sequence[Unit], count: int, choice: Choice, thresholds: Thresholds
) -> Cell:
    prices = [unit.price for unit in units]
    quartiles = count >= thresholds.interval or (
        count >= thresholds.quartiles and not choice.instead_of_quartiles
    )
    tails = count >= thresholds.tails
    interval = stats.median_interval(prices)
    p25, median, p75 = quantiles(units, (0.25, 0.5, 0.75))
    p10, p90 = quantiles(units, (0.1, 0.9)) if tails else (None, None)
    return Cell(
        organisations=band(count),
        median=median,
        members=members_of(units),
        p25=p25 if quartiles else None,
        p75=p75 if quartiles else None,
        p10=p10,
        p90=p90,
        interval=_outward(interval, median) if count >= thresholds.interval else None,
        confidence=stats.confidence(count, interval),
        per_doubling=_per_doubling(units) if count >= thresholds.interval else None,
        per_year=_per_year(units) if count >= thresholds.interval else None,
        bins=histogram(units, p10, p90) if p10 and p90 else (),
    )


def _outward(
    interval: tuple[float, float] | None, median: Decimal
) -> tuple[Decimal, Decimal] | None:
    """Return the interval on the grid, never narrower than it is, around the median."""
    if interval is None:
        return None
    low, high = (exact(edge) for edge in interval)
    return min(floor_on_grid(low), median), max(ceiling_on_grid(high), median)


def _per_doubling(units: Sequence[Unit]) -> int | None:
    """Return the change of the price per doubling of the quantity, in whole per cent."""
    sized = [unit for unit in units if unit.quantity]
    bands = {unit.traits.get(Dimension.QUANTITY) for unit in sized}
    if len(sized) < stats.FEWEST_FOR_SLOPE or len(bands) < stats.FEWEST_BANDS_FOR_SLOPE:
        return None
    _, slope = stats.volume_curve(
        [unit.quantity for unit in sized], [unit.price for unit in sized]
    )
    return round(stats.per_doubling(slope) * 100)


def _per_year(units: Sequence[Unit]) -> tuple[int, int, int] | None:
    """Return the change a year and its 95 % interval, in whole per cent; wider, if at all."""
    if len({unit.age_months for unit in units}) < _FEWEST_MONTHS:
        return None
    slope = stats.trend(
        [-unit.age_months / _MONTHS_A_YEAR for unit in units],
        [unit.price for unit in units],
    )
    if slope is None:
        return None
    return (
        round(slope.change * 100),
        math.floor(round(slope.low * 100, 6)),
        math.ceil(round(slope.high * 100, 6)),
    )
