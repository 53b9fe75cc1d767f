"""What the columns of an unknown file probably mean, by their names."""

import re

from community.records.mapping import Field, FieldRule

_WORDS = {
    Field.PRICE: ("unit price", "price", "rate", "amount", "cost", "spend", "value"),
    Field.CURRENCY: ("currency", "ccy"),
    Field.UNIT: ("unit of measure", "uom", "unit", "metric"),
    Field.PRODUCT: (
        "product",
        "labor category",
        "labour category",
        "service",
        "item",
        "saas name",
    ),
    Field.VENDOR: ("vendor", "manufacturer", "maker", "publisher", "brand"),
    Field.SUPPLIER: ("supplier", "contractor", "reseller", "seller"),
    Field.QUANTITY: ("quantity", "qty", "seats", "users", "licences", "licenses"),
    Field.DATE: ("date", "month", "captured at", "period", "start"),
    Field.BUYER: ("buyer", "customer", "agency", "department", "authority"),
    Field.DESCRIPTION: ("description", "details", "title"),
    Field.PLAN: ("plan", "edition", "tier"),
    Field.ADD_ON: ("addon", "add on"),
    Field.URL: ("url", "link", "source url"),
}
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def guess_columns(columns: tuple[str, ...]) -> dict[Field, FieldRule]:
    """Return the likely column of each field; a column is given away once.

    A name that is a known word wins over one that only holds it.
    """
    free = {name: _NOT_WORD.sub(" ", name.lower()).strip() for name in columns}
    found: dict[Field, FieldRule] = {}
    for exactly in (True, False):
        for field, words in _WORDS.items():
            if field in found:
                continue
            column = _first(free, words, exactly=exactly)
            if column is not None:
                found[field] = FieldRule(column=column)
                del free[column]
    return found


def _first(
    free: dict[str, str], words: tuple[str, ...], *, exactly: bool
) -> str | None:
    for word in words:
        for column, plain in free.items():
            if plain == word or (not exactly and f" {word} " in f" {plain} "):
                return column
    return None
