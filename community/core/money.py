"""Amounts of money: exact, with their currency, in and out of text."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache

from babel.numbers import format_currency, format_decimal, get_currency_precision

from community.core.errors import Invalid

CURRENCIES = [
    "USD",
    "EUR",
    "GBP",
    "CHF",
    "JPY",
    "CAD",
    "AUD",
    "NZD",
    "SEK",
    "NOK",
    "DKK",
    "PLN",
    "CZK",
    "HUF",
    "RON",
    "BGN",
    "ISK",
    "TRY",
    "ILS",
    "ZAR",
    "INR",
    "CNY",
    "HKD",
    "SGD",
    "KRW",
    "THB",
    "MYR",
    "IDR",
    "PHP",
    "BRL",
    "MXN",
]
"""ISO codes that members may report in: those of the ECB's reference rates."""

_LOCALE = "en_US"
_AMOUNT = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_DRESSING = re.compile(
    r"[\s\u00a0\u202f'\u2019_]|[$€£¥₹₩]|(?:" + "|".join(CURRENCIES) + ")", re.IGNORECASE
)
_LARGEST = Decimal("1e12")
_MAX_TYPED = 40


@dataclass(frozen=True, order=False)
class Money:
    """An amount in one currency; never added to another currency's."""

    amount: Decimal
    currency: str

    def __add__(self, other: "Money") -> "Money":
        if self.currency != other.currency:
            raise ValueError("Two currencies do not add up.")
        return Money(self.amount + other.amount, self.currency)


@cache
def minor_units(currency: str) -> int:
    """Return how many decimal places `currency` has (CLDR): 2 for USD, 0 for JPY."""
    return int(get_currency_precision(currency))


def parse_amount(text: str) -> Decimal:
    """Return the number that somebody typed: "$1,234.50", "1.234,50" and "1 234,5" alike.

    A single separator followed by exactly three digits separates thousands. Raises
    Invalid when it is no number, or beyond 10^12 either way.
    """
    sentence = "Give a number, 1234.50 for instance."
    bare = _DRESSING.sub("", text.strip())
    if not bare or len(text) > _MAX_TYPED:
        raise Invalid(sentence)
    plain = _without_thousands(bare)
    if plain is None or not _AMOUNT.fullmatch(plain):
        raise Invalid(sentence)
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise Invalid(sentence) from None
    if abs(value) > _LARGEST:
        raise Invalid("That number is too large to be a price.")
    return value


def _without_thousands(text: str) -> str | None:
    """Return `text` with a point for decimals and no thousands marks, or None."""
    points, commas = text.count("."), text.count(",")
    if points and commas:
        decimal = "." if text.rfind(".") > text.rfind(",") else ","
    elif points + commas == 1:
        mark = "." if points else ","
        head, tail = text.split(mark)
        grouped = len(tail) == 3 and head.strip("-") not in {"", "0"} and mark == ","
        decimal = "" if grouped else mark
    else:
        decimal = ""
    thousands = {".": ",", ",": ".", "": ",."}[decimal]
    if decimal and text.count(decimal) != 1:
        return None
    whole, _, fraction = text.partition(decimal) if decimal else (text, "", "")
    groups = re.split(f"[{re.escape(thousands)}]", whole)
    if len(groups) > 1 and any(len(group) != 3 for group in groups[1:]):
        return None
    joined = "".join(groups)
    return f"{joined}.{fraction}" if fraction else joined


def format_money(money: Money, digits: int | None = None) -> str:
    """Return "$1,234.50": whole amounts without decimals unless `digits` says so."""
    amount = money.amount
    if digits is None:
        digits = _natural_digits(amount, money.currency)
    pattern = "¤#,##0" + ("." + "0" * digits if digits else "")
    quantum = Decimal(1).scaleb(-digits)
    rounded = amount.quantize(quantum, rounding=ROUND_HALF_UP)
    return format_currency(
        rounded, money.currency, format=pattern, locale=_LOCALE, currency_digits=False
    )


def _natural_digits(amount: Decimal, currency: str) -> int:
    """Whole amounts show no decimals; small unit prices show what makes them differ."""
    if amount == amount.to_integral_value():
        return 0
    places = minor_units(currency)
    if abs(amount) >= 1:
        return places
    exponent = amount.normalize().as_tuple().exponent
    return min(max(-int(exponent), places), 6)


def format_number(value: Decimal | int, digits: int | None = None) -> str:
    """Return a count or quantity with thousands marks."""
    number = Decimal(value)
    if digits is not None:
        number = number.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return format_decimal(number, locale=_LOCALE, decimal_quantization=False)
