"""A list price in the words of a list."""

from datetime import date

import pytest

from community.catalog.figures import from_words, per_words, price_words
from community.catalog.kinds import Period
from community.catalog.models import ListPrice


def price(amount, *, year=2023, currency="USD", unit="user", period=Period.MONTH, id=1):  # noqa: A002 - a column
    micro = None if amount is None else round(amount * 1_000_000)
    return ListPrice(
        id=id,
        valid_from=date(year, 1, 1),
        currency=currency,
        amount_micro=micro,
        per_unit=unit,
        per_period=period,
    )


@pytest.mark.parametrize(
    ("unit", "period", "words"),
    [
        ("user", Period.MONTH, "/ user / month"),
        ("", Period.YEAR, "/ year"),
        ("device", Period.ONCE, "/ device"),
        ("", Period.ONCE, "once"),
    ],
)
def test_per_words(unit, period, words):
    assert per_words(price(1, unit=unit, period=period)) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [(None, "on request"), (0, "free"), (12.5, "$12.50"), (0.0001, "$0.0001")],
)
def test_price_words(amount, words):
    assert price_words(price(amount)) == words


@pytest.mark.parametrize(
    ("prices", "words"),
    [
        ([], ""),
        ([price(5)], "$5 / user / month"),
        ([price(9), price(5)], "from $5 / user / month"),
        ([price(0), price(5)], "free, or from $5 / user / month"),
        ([price(0)], "free"),
        ([price(None)], "on request"),
        ([price(None), price(5)], "from $5 / user / month"),
        # A plan that was last seen years before its siblings is no longer sold.
        ([price(1, year=2019), price(5)], "$5 / user / month"),
        # Nor do a month and a year: most plans are sold by the month.
        (
            [price(9), price(5), price(1, period=Period.YEAR)],
            "from $5 / user / month",
        ),
        # Two currencies do not compare: the newest one speaks.
        ([price(1, id=1), price(5, currency="EUR", id=2)], "from €5 / user / month"),
    ],
)
def test_from_words(prices, words):
    assert from_words(prices) == words
