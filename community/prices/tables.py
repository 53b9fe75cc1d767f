"""A table of deals as an auditor hands it in: text in, contributions out (pure).

What can't be meant is refused with its line. Columns that the method does not know are
passed over; `columns_of` tells which there are.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from io import StringIO

from community.core.errors import Invalid
from community.deals.bands import quantity_band, term_band
from community.prices.contributions import Contribution
from community.prices.dimensions import Dimension

REQUIRED = ("org", "price", "age_months", "stage", "status", "card")
KNOWN = (*REQUIRED, *Dimension)

_SIGNED = {"signed", "new", "new signed", "expansion", "renewal"}
_UNSIGNED = {"quote", "lost", "declined", "lost declined"}
_ACCEPTED = {"accepted"}
_NOT_ACCEPTED = {
    *("pending", "held", "flagged", "draft"),
    *("rejected", "excluded", "removed", "hidden", "withdrawn", "deleted"),
}
_YES = {"yes", "true", "1", "y", "card", "named", "anonymous card", "named post"}
_NO = {"", "no", "false", "0", "n", "none", "aggregate", "aggregate only"}

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_LARGEST, _SMALLEST = Decimal("1e15"), Decimal("1e-9")
_DELIMITERS = ",;\t|"
_SEPARATOR_LINE = re.compile(r"\s*sep=.\s*\n")
"""What Excel may write above a table."""
_BETWEEN_WORDS = re.compile(r"[\s_/-]+")
_BAND = re.compile(
    r"[<>≤≥]?\s*\d[\d,.]*\s*(?:[–-]\s*\d[\d,.]*|\+)?\s*[^\W\d]*", re.ASCII
)
"""What may stand beside plain numbers where a table has bands of its own."""
_BANDED: dict[Dimension, Callable[[Decimal], str]] = {
    Dimension.QUANTITY: quantity_band,
    Dimension.TERM: lambda q: term_band(int(q)),
}

_Row = Mapping[str, str]


def read_table(text: str) -> list[Contribution]:
    """Return the rows that count: accepted, signed, of a named organisation.

    Raises Invalid with the line number for a table or a value that can't be read.
    """
    numbered = _numbered(text)
    found = (_contribution(row, line, numbered) for line, row in _rows(text))
    return [one for one in found if one is not None]


def columns_of(text: str) -> list[str]:
    """Return the names of the table's columns; raise Invalid where it has no such line."""
    return _columns(_lines(text))


def _numbered(text: str) -> frozenset[Dimension]:
    """Return the dimensions that the table tells in numbers, not in bands of its own.

    "12" is a number of months beside "24", and a band beside "<12" and "13–24".
    """
    numbers: set[Dimension] = set()
    bands: set[Dimension] = set()
    words: dict[Dimension, int] = {}
    for line, row in _rows(text):
        for dimension in _BANDED:
            value = row.get(dimension, "")
            if _NUMBER.fullmatch(value):
                numbers.add(dimension)
            elif _BAND.fullmatch(value):
                bands.add(dimension)
            elif value:
                words.setdefault(dimension, line)
    for dimension, line in words.items():
        if dimension in numbers:
            raise Invalid(
                f"Line {line}: {dimension} must be a number, such as 120, or a band, "
                "such as 100–249: other lines have numbers there."
            )
    return frozenset(_BANDED) - bands - words.keys()


def _rows(text: str) -> Iterator[tuple[int, _Row]]:
    lines = _lines(text)
    names = _columns(lines)
    for line, cells in lines:
        values = [cell.strip() for cell in cells]
        if any(values[len(names) :]):
            raise Invalid(
                f"Line {line}: there are {len(values)} values and {len(names)} columns."
            )
        if any(values):
            yield line, dict(zip(names, values, strict=False))


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield lines that are not blank, with their numbers; cells as they stand."""
    above = _SEPARATOR_LINE.match(text)
    start = above.end() if above else 0
    head = text[start:].lstrip().partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    # Lines may end as on any machine.
    rows = csv.reader(
        StringIO(text[start:], newline=None),
        delimiter=delimiter,
        skipinitialspace=True,
        strict=True,
    )
    try:
        for cells in rows:
            if any(cell and not cell.isspace() for cell in cells):
                yield rows.line_num + bool(above), cells
    except csv.Error as error:
        line = rows.line_num + bool(above)
        raise Invalid(f"Line {line}: the table can’t be read: {error}.") from None


def _columns(lines: Iterator[tuple[int, list[str]]]) -> list[str]:
    _, cells = next(lines, (1, []))
    names = [_BETWEEN_WORDS.sub("_", cell.strip().casefold()) for cell in cells]
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise Invalid(
            f"The first line must name the columns; missing: {', '.join(missing)}."
        )
    twice = [name for name in KNOWN if names.count(name) > 1]
    if twice:
        raise Invalid(f"The first line names {', '.join(twice)} twice.")
    return names


def _contribution(
    row: _Row, line: int, numbered: frozenset[Dimension]
) -> Contribution | None:
    price = _number(row, "price", line)
    if price <= 0:
        raise Invalid(f"Line {line}: price must be above 0.")
    if price < _SMALLEST:
        raise Invalid(f"Line {line}: price is too small to be one.")
    age = _number(row, "age_months", line)
    if age < 0:
        raise Invalid(f"Line {line}: age_months must be 0 or more.")
    is_signed = _one_of(row, "stage", _SIGNED, _UNSIGNED, line)
    is_accepted = _one_of(row, "status", _ACCEPTED, _NOT_ACCEPTED, line)
    is_visible = _one_of(row, "card", _YES, _NO, line)
    traits, quantity = _traits(row, line, numbered)
    if not (is_signed and is_accepted and row["org"]):
        return None
    return Contribution(
        organisation=row["org"],
        price=float(price),
        age_months=float(age),
        key=f"{line:09d}",
        is_visible=is_visible,
        quantity=quantity,
        traits=traits,
    )


def _number(row: _Row, name: str, line: int) -> Decimal:
    text = row.get(name, "")
    if not _NUMBER.fullmatch(text) or abs(Decimal(text)) > _LARGEST:
        raise Invalid(f"Line {line}: {name} must be a number, such as 1840.50.")
    return Decimal(text)


def _one_of(row: _Row, name: str, yes: set[str], no: set[str], line: int) -> bool:
    value = _BETWEEN_WORDS.sub(" ", row.get(name, "").casefold())
    if value not in yes | no:
        known = ", ".join(sorted(one for one in yes | no if one))
        raise Invalid(f"Line {line}: {name} is one of {known}.")
    return value in yes


def _traits(
    row: _Row, line: int, numbered: frozenset[Dimension]
) -> tuple[dict[Dimension, str], float]:
    """Return the parts that a row belongs to, and its quantity where a number says it."""
    traits, quantity = {}, 0.0
    for dimension in Dimension:
        text = row.get(dimension, "")
        if not text:
            continue
        traits[dimension] = text
        if dimension in numbered:
            value = _number(row, dimension, line)
            if value <= 0:
                raise Invalid(f"Line {line}: {dimension} must be above 0.")
            traits[dimension] = _BANDED[dimension](value)
            if dimension is Dimension.QUANTITY:
                quantity = float(value)
    return traits, quantity
