"""The fixed words of public records: units, states of an import, reasons for a row's fate."""

from enum import StrEnum
from fractions import Fraction

INVOICED_TOTAL = "invoiced total"
"""The unit of amounts that were invoiced for no stated quantity: no unit price."""

NO_MONTH = ""
"""Stands for the month of a row that has no date; sorts before all months."""

MICRO = 1_000_000
"""Amounts are whole millionths of the currency's main unit, as in the catalogue."""
MOST_MICRO = 10**18

CURRENCY_LENGTH = 3
UNIT_LENGTH = 60
BUYER_LENGTH = 200
DESCRIPTION_LENGTH = 500
NAME_LENGTH = 200
URL_LENGTH = 500
NOTE_LENGTH = 500

FAR_FACTOR = 10
"""A price is far from the others above ten times, or below a tenth of, their median."""
FAR_FROM = 5
"""Prices that there must be before one of them can be called far from the others."""


class RunState(StrEnum):
    """Where an import stands."""

    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    SUMMARISING = "summarising"
    DONE = "done"
    FAILED = "failed"
    LEFT = "left"
    UNDONE = "undone"


class Skip(StrEnum):
    """Why a row is not taken."""

    BROKEN = "broken"
    NO_PRICE = "no_price"
    WORDS = "words"
    BAD_PRICE = "bad_price"
    CREDIT = "credit"
    NOTHING_PAID = "nothing_paid"
    NO_PRODUCT = "no_product"
    NO_SUPPLIER = "no_supplier"
    BAD_CURRENCY = "bad_currency"
    NO_UNIT = "no_unit"
    BAD_QUANTITY = "bad_quantity"
    BAD_DATE = "bad_date"
    FILTERED = "filtered"
    SAID_TWICE = "said_twice"


class Flag(StrEnum):
    """Why a row that is taken deserves a look."""

    SAME_AGAIN = "same_again"
    NO_DATE = "no_date"
    LATE_DATE = "late_date"
    FAR = "far"


SKIP_LABELS = {
    Skip.BROKEN: "The row can’t be taken apart",
    Skip.NO_PRICE: "There is no price",
    Skip.WORDS: "The price is words, not a figure",
    Skip.BAD_PRICE: "The price can’t be read as a number",
    Skip.CREDIT: "The price is negative: a credit note or correction",
    Skip.NOTHING_PAID: "The price is zero",
    Skip.NO_PRODUCT: "No product is named",
    Skip.NO_SUPPLIER: "No supplier or vendor is named",
    Skip.BAD_CURRENCY: "The currency is no ISO code",
    Skip.NO_UNIT: "The unit is missing or unknown",
    Skip.BAD_QUANTITY: "The quantity is missing or no number above zero",
    Skip.BAD_DATE: "The date can’t be read",
    Skip.FILTERED: "A filter of the mapping leaves it out",
    Skip.SAID_TWICE: "The file states this list price twice, differently",
}

FLAG_LABELS = {
    Flag.SAME_AGAIN: "The same as an earlier row; kept, as the source has both",
    Flag.NO_DATE: "No date",
    Flag.LATE_DATE: "Dated after the source was published; the date is left out",
    Flag.FAR: "More than ten times away from the product’s median",
}

TENTH, QUARTER, HALF = Fraction(1, 10), Fraction(1, 4), Fraction(1, 2)
QUANTILES = (TENTH, QUARTER, HALF, 1 - QUARTER, 1 - TENTH)
"""What a summary holds, in this order."""


def unit_words(unit: str) -> str:
    """Return how a price per `unit` is read: "per user per month", "invoiced in total"."""
    if unit == INVOICED_TOTAL:
        return "invoiced in total"
    return " ".join(f"per {part.strip()}" for part in unit.split("/") if part.strip())
