"""The method for anyone to check: a table of deals in, what would be published out.

One row a deal: `org,price,age_months,stage,status,card`, and any of the dimensions
`size,region,quantity,term,sector`. Prices are per unit already, in one currency. Rows
count as they were decided: an accepted outlier stays in.
"""

import csv
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from io import StringIO
from typing import Any

from community.core.errors import Invalid
from community.core.settings import Settings
from community.deals.bands import quantity_band, term_band
from community.prices.cells import Cell, Parts
from community.prices.contributions import Contribution
from community.prices.dimensions import Choice, Dimension
from community.prices.histogram import Bin
from community.prices.publisher import Published, publish
from community.prices.thresholds import thresholds_of

REQUIRED = ("org", "price", "age_months", "stage", "status", "card")
_SIGNED = {"signed", "new", "new signed", "expansion", "renewal"}
_UNSIGNED = {"quote", "lost", "declined", "lost/declined"}
_STATUSES = {"accepted", "pending", "held", "rejected", "withdrawn"}
_YES = {"yes", "true", "1", "y", "card", "named"}
_NO = {"", "no", "false", "0", "n", "none", "aggregate"}
_LARGEST = Decimal("1e15")
_MOST_DIMENSIONS = 2
_BANDED: dict[Dimension, Callable[[Decimal], str]] = {
    Dimension.QUANTITY: quantity_band,
    Dimension.TERM: lambda q: term_band(int(q)),
}


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


def _dimension(name: str) -> Dimension:
    try:
        return Dimension(name.strip().casefold())
    except ValueError:
        known = ", ".join(Dimension)
        raise Invalid(f"A breakdown is by one of {known}.") from None


def read_table(text: str) -> list[Contribution]:
    """Return the rows that count: accepted, signed, of a named organisation.

    Raises Invalid with the line number for a table or a value that can't be read.
    """
    try:
        return _read(csv.DictReader(StringIO(text), skipinitialspace=True))
    except csv.Error as error:
        raise Invalid(f"The table can’t be read: {error}.") from None


def _read(rows: "csv.DictReader[str]") -> list[Contribution]:
    names = [(name or "").strip().casefold() for name in rows.fieldnames or ()]
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise Invalid(
            f"The first line must name the columns; missing: {', '.join(missing)}."
        )
    rows.fieldnames = names
    found = []
    for row in rows:
        values = {
            name: (value or "").strip()
            for name, value in row.items()
            if name and isinstance(value, str | None)
        }
        if any(values.values()):
            found.append(_contribution(values, rows.line_num))
    return [one for one in found if one is not None]


def _contribution(row: Mapping[str, str], line: int) -> Contribution | None:
    price = _number(row, "price", line)
    if price <= 0:
        raise Invalid(f"Line {line}: a price is above 0.")
    age = _number(row, "age_months", line)
    if age < 0:
        raise Invalid(f"Line {line}: an age is 0 or more months.")
    is_signed = _one_of(row, "stage", _SIGNED, _UNSIGNED, line)
    is_accepted = _one_of(row, "status", {"accepted"}, _STATUSES, line)
    is_visible = _one_of(row, "card", _YES, _NO, line)
    traits, quantity = _traits(row, line)
    if not (is_signed and is_accepted and row["org"]):
        return None
    return Contribution(
        organisation=row["org"],
        price=float(price),
        age_months=float(age),
        key=str(age),
        is_visible=is_visible,
        quantity=quantity,
        traits=traits,
    )


def _number(row: Mapping[str, str], name: str, line: int) -> Decimal:
    try:
        value = Decimal(row.get(name, ""))
    except InvalidOperation:
        raise Invalid(f"Line {line}: {name} must be a number.") from None
    if not value.is_finite() or abs(value) > _LARGEST:
        raise Invalid(f"Line {line}: {name} must be a number.")
    return value


def _one_of(
    row: Mapping[str, str], name: str, yes: set[str], no: set[str], line: int
) -> bool:
    value = row.get(name, "").casefold()
    if value not in yes | no:
        known = ", ".join(sorted(one for one in yes | no if one))
        raise Invalid(f"Line {line}: {name} is one of {known}.")
    return value in yes


def _traits(row: Mapping[str, str], line: int) -> tuple[dict[Dimension, str], float]:
    """Return the parts that a row belongs to, and its quantity where a number says it."""
    traits, quantity = {}, 0.0
    for dimension in Dimension:
        text = row.get(dimension, "")
        if not text:
            continue
        traits[dimension] = text
        if dimension in _BANDED and _is_number(text):
            value = _number(row, dimension, line)
            if value <= 0:
                raise Invalid(f"Line {line}: {dimension} is above 0.")
            traits[dimension] = _BANDED[dimension](value)
            if dimension is Dimension.QUANTITY:
                quantity = float(value)
    return traits, quantity


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).lstrip("-").isdecimal()


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
