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
from community.prices.contributions import Contribution, Unit, units_of
from community.prices.dimensions import (
    JOINED,
    NO_BREAKDOWN,
    ORDERED,
    OTHER,
    Choice,
    Dimension,
    in_order,
)
from community.prices.grid import ceiling_on_grid, exact, floor_on_grid
from community.prices.histogram import Bin, histogram
from community.prices.kinds import Confidence
from community.prices.thresholds import WINDOW_MONTHS, Thresholds
from community.prices.weights import is_dominated

_MONTHS_A_YEAR = 12
_MOST_BESIDE_BARS = 2
_FEWEST_MONTHS = 4
"""Different months without which no line through time means anything."""
_BANDS = ((100, "100+"), (50, "50–99"), (20, "20–49"), (10, "10–19"), (5, "5–9"))


LEAST = Thresholds()


@dataclass(frozen=True)
class Member:
    """An organisation in a figure: what it contributed, its weight, whether it counts."""

    fingerprint: str
    weight: float
    counts: bool


Members = Mapping[str, Member]


@dataclass(frozen=True)
class Cell:
    """One published figure; money is on the grid (P9), None is what may not be shown.

    `organisations` is the band that is printed. `members` are who it rests on: for
    keeping the figure still and for withholding it, never for display.
    """

    organisations: str
    median: Decimal
    members: Members
    p25: Decimal | None = None
    p75: Decimal | None = None
    p10: Decimal | None = None
    p90: Decimal | None = None
    interval: tuple[Decimal, Decimal] | None = None
    confidence: Confidence | None = None
    per_doubling: int | None = None
    per_year: tuple[int, int, int] | None = None
    bins: tuple[Bin, ...] = ()


Parts = dict[str, Cell]


@dataclass(frozen=True)
class Published:
    """A total and, for each frozen dimension, its parts by label; None: not shown."""

    total: Cell | None
    breakdowns: Mapping[Dimension, Parts | None]


def publish(
    contributions: Sequence[Contribution],
    choice: Choice = NO_BREAKDOWN,
    thresholds: Thresholds = LEAST,
) -> Published:
    """Return what may be shown of `contributions`, all accepted and signed."""
    units = units_of(_in_window(contributions, thresholds))
    chosen = [one for one in (choice.first, choice.second) if one is not None]
    nothing = Published(None, dict.fromkeys(chosen))
    count = _counted(units)
    if count < thresholds.median or is_dominated([unit.weight for unit in units]):
        return nothing
    breakdowns = {
        dimension: _breakdown(units, dimension, least, thresholds)
        if least is not None
        else None
        for dimension, least in _rungs(count, choice, thresholds)
    }
    total = _total(units, count, choice, thresholds)
    return Published(_beside(total, breakdowns), breakdowns)


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


def _counted(units: Sequence[Unit]) -> int:
    """Return how many count: whose price is known already does not (P4)."""
    return sum(not unit.is_visible for unit in units)


def band(count: int) -> str:
    """Return how a number of organisations is printed: "10–19"."""
    return next(words for least, words in _BANDS if count >= least)


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
    p10, p25, median, p75, p90 = _quantiles(units)
    return Cell(
        organisations=band(count),
        median=median,
        members=_members(units),
        p25=p25 if quartiles else None,
        p75=p75 if quartiles else None,
        p10=p10 if tails else None,
        p90=p90 if tails else None,
        interval=_outward(interval, median) if count >= thresholds.interval else None,
        confidence=stats.confidence(count, interval),
        per_doubling=_per_doubling(units) if count >= thresholds.interval else None,
        per_year=_per_year(units) if count >= thresholds.interval else None,
        bins=histogram(units, p10, p90) if tails else (),
    )


def _quantiles(units: Sequence[Unit]) -> list[Decimal]:
    found = stats.price_quantiles(
        [unit.price for unit in units],
        [unit.weight for unit in units],
        (0.1, 0.25, 0.5, 0.75, 0.9),
    )
    return [on_grid(exact(value)) for value in found]


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
    return (
        round(slope.change * 100),
        math.floor(round(slope.low * 100, 6)),
        math.ceil(round(slope.high * 100, 6)),
    )


def _breakdown(
    units: Sequence[Unit], dimension: Dimension, least: int, thresholds: Thresholds
) -> Parts | None:
    """Return the parts that may be shown, or None when what they leave out is thin (P6)."""
    groups = _ordered(units, dimension, least) if dimension in ORDERED else []
    if dimension not in ORDERED:
        groups = _with_other(units, dimension, least)
    shown = {
        label: members
        for label, members in groups
        if _counted(members) >= least
        and not is_dominated([unit.weight for unit in members])
    }
    inside = {unit.organisation for members in shown.values() for unit in members}
    left_out = [unit for unit in units if unit.organisation not in inside]
    if not shown or _is_thin(left_out, thresholds) or len(shown) == len(groups) == 1:
        return None
    return {label: _part(members) for label, members in shown.items()}


def _is_thin(left_out: Sequence[Unit], thresholds: Thresholds) -> bool:
    """Whether the total without the parts would speak of too few organisations."""
    least = thresholds.median
    return 0 < _counted(left_out) < least or 0 < len(left_out) < least


Group = tuple[str, list[Unit]]


def _by_label(units: Sequence[Unit], dimension: Dimension) -> dict[str, list[Unit]]:
    found: dict[str, list[Unit]] = {}
    for unit in units:
        label = unit.traits.get(dimension, "")
        if label:
            found.setdefault(label, []).append(unit)
    return found


def _ordered(units: Sequence[Unit], dimension: Dimension, least: int) -> list[Group]:
    """Return bands from small to large, each thin one merged with the next."""
    by_label = _by_label(units, dimension)
    groups: list[Group] = []
    for label in in_order(dimension, by_label):
        if groups and _counted(groups[-1][1]) < least:
            groups[-1] = _joined(groups[-1], (label, by_label[label]))
        else:
            groups.append((label, by_label[label]))
    if len(groups) > 1 and _counted(groups[-1][1]) < least:
        last = groups.pop()
        groups[-1] = _joined(groups[-1], last)
    return groups


def _joined(one: Group, other: Group) -> Group:
    return one[0] + JOINED + other[0], [*one[1], *other[1]]


def _with_other(units: Sequence[Unit], dimension: Dimension, least: int) -> list[Group]:
    """Return the parts that are large enough by name, and all others as one."""
    groups: list[Group] = []
    rest: list[Unit] = []
    by_label = _by_label(units, dimension)
    for label in in_order(dimension, by_label):
        if _counted(by_label[label]) >= least:
            groups.append((label, by_label[label]))
        else:
            rest += by_label[label]
    return [*groups, (OTHER, rest)] if rest else groups


def _part(units: Sequence[Unit]) -> Cell:
    return Cell(
        organisations=band(_counted(units)),
        median=_quantiles(units)[2],
        members=_members(units),
    )


def _members(units: Sequence[Unit]) -> dict[str, Member]:
    return {
        unit.organisation: Member(unit.fingerprint, unit.weight, not unit.is_visible)
        for unit in units
    }
