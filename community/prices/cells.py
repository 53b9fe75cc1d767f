"""One published figure, and who it rests on: what a total and the parts of a breakdown share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from community.deals.bands import on_grid
from community.prices import stats
from community.prices.contributions import Unit
from community.prices.grid import exact
from community.prices.histogram import Bin
from community.prices.kinds import Confidence

_BANDS = ((100, "100+"), (50, "50–99"), (20, "20–49"), (10, "10–19"), (5, "5–9"))


@dataclass(frozen=True, slots=True)
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


def counted(units: Sequence[Unit]) -> int:
    """Return how many count: whose price is known already does not (P4)."""
    return sum(not unit.is_visible for unit in units)


def band(count: int) -> str:
    """Return how a number of organisations is printed: "10–19"."""
    return next(words for least, words in _BANDS if count >= least)


def quantiles(units: Sequence[Unit], probabilities: Sequence[float]) -> list[Decimal]:
    """Return weighted quantiles of what `units` paid, on the grid (P9)."""
    found = stats.price_quantiles(
        [unit.price for unit in units],
        [unit.weight for unit in units],
        probabilities,
    )
    return [on_grid(exact(value)) for value in found]


def part(units: Sequence[Unit]) -> Cell:
    return Cell(
        organisations=band(counted(units)),
        median=quantiles(units, (0.5,))[0],
        members=members_of(units),
    )


def members_of(units: Sequence[Unit]) -> dict[str, Member]:
    return {
        unit.organisation: Member(unit.fingerprint, unit.weight, not unit.is_visible)
        for unit in units
    }
