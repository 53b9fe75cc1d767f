"""The method for anyone to check: a table of deals in, what would be published out.

One row a deal: `org,price,age_months,stage,status,card`, and any of the dimensions
`size,region,quantity,term,sector`. Prices are per unit already, in one currency. Rows
count as they were decided: an accepted outlier stays in.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from community.core.errors import Invalid
from community.core.settings import Settings
from community.prices.cells import Cell, Parts
from community.prices.dimensions import Choice, Dimension
from community.prices.histogram import Bin
from community.prices.publisher import Published, publish
from community.prices.tables import KNOWN, columns_of, read_table
from community.prices.thresholds import thresholds_of

_MOST_DIMENSIONS = 2


def apply_method(
    text: str,
    breakdowns: Sequence[str],
    settings: Settings,
    *,
    instead_of_quartiles: bool = False,
) -> dict[str, Any]:
    """Return what would be published of the table `text`, as plain values.

    Raises Invalid for a table that can't be read, and for more than two breakdowns.
    """
    chosen = [_dimension(name) for name in breakdowns]
    if len(chosen) > _MOST_DIMENSIONS or len(set(chosen)) < len(chosen):
        raise Invalid("A product has two breakdowns at most, by different dimensions.")
    first, second = (*chosen, None, None)[:2]
    published = publish(
        read_table(text),
        Choice(first, second, instead_of_quartiles=instead_of_quartiles),
        thresholds_of(settings),
    )
    return as_json(published)


def remarks(text: str, breakdowns: Sequence[str]) -> list[str]:
    """Return what somebody who checks should know of a table that could be read."""
    columns = columns_of(text)
    unread = [name for name in columns if name and name not in KNOWN]
    absent = [one for one in map(_dimension, breakdowns) if one not in columns]
    return [f"not read: the column {name[:80]}." for name in unread] + [
        f"no breakdown: the table has no column {one}." for one in absent
    ]


def _dimension(name: str) -> Dimension:
    try:
        return Dimension(name.strip().casefold())
    except ValueError:
        known = ", ".join(Dimension)
        raise Invalid(f"A breakdown is by one of {known}.") from None


def as_json(published: Published) -> dict[str, Any]:
    """Return what is published as plain values; None is what may not be shown."""
    return {
        "total": _total_json(published.total),
        "breakdowns": {
            dimension.value: _parts_json(parts)
            for dimension, parts in published.breakdowns.items()
        },
    }


def _total_json(cell: Cell | None) -> dict[str, Any] | None:
    if cell is None:
        return None
    found: dict[str, Any] = {
        "n": _plain_band(cell),
        "median": _plain(cell.median),
        "p25": _plain(cell.p25),
        "p75": _plain(cell.p75),
    }
    if cell.interval is not None:
        found["interval"] = [_plain(edge) for edge in cell.interval]
    if cell.per_doubling is not None:
        found["per_doubling_percent"] = cell.per_doubling
    if cell.per_year is not None:
        found["per_year_percent"] = list(cell.per_year)
    if cell.p10 is not None:
        found |= {"p10": _plain(cell.p10), "p90": _plain(cell.p90)}
        found["histogram"] = [_bin_json(one) for one in cell.bins]
    return found


def _bin_json(one: Bin) -> dict[str, Any]:
    return {"from": _plain(one.low), "to": _plain(one.high), "percent": one.percent}


def _parts_json(parts: Parts | None) -> dict[str, Any] | None:
    if parts is None:
        return None
    return {
        label: {"n": _plain_band(cell), "median": _plain(cell.median)}
        for label, cell in parts.items()
    }


def _plain_band(cell: Cell) -> str:
    return cell.organisations.replace("–", "-")


def _plain(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
