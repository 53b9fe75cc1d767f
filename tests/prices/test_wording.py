"""How published cells read, and which list prices compare with them."""

from decimal import Decimal

import pytest

from community.catalog.kinds import Period
from community.catalog.models import ListPrice, Product
from community.deals.normalisation import Basis
from community.prices.dimensions import OTHER, Dimension
from community.prices.models import Series
from community.prices.offlist import listed_for, percent_off
from community.prices.wording import (
    change_words,
    part_words,
    per_year_words,
    plural,
    range_words,
    signed,
)


@pytest.mark.parametrize(
    ("dimension", "text", "words"),
    [
        ("size", "201–1,000+1,001–5,000", "201–5,000"),
        ("size", "1,001–5,000+5,001+", "1,001 or more"),
        ("size", "5,001+", "5,001 or more"),
        ("size", "SMB", "SMB"),
        ("size", "MID+ENT", "MID and ENT"),
        ("quantity", "1–9+10–24", "1–24"),
        ("quantity", "5,000+", "5,000 or more"),
        ("term", "<12 months", "up to 11 months"),
        ("term", "<12 months+12 months", "up to 12 months"),
        ("term", "12 months", "12 months"),
        ("term", "13–24 months+25–36 months", "13–36 months"),
        ("term", "25–36 months+>36 months", "25 months or more"),
        ("region", "emea", "Europe, Middle East and Africa"),
        ("region", "Nowhere", "Nowhere"),
        ("sector", "public", "Public sector"),
        ("region", OTHER, OTHER),
    ],
)
def test_labels_of_parts_read_as_one_band(dimension, text, words):
    assert part_words(Dimension(dimension), text) == words


def test_changes_are_told_in_words():
    assert [change_words(one) for one in (-6, 3, 0)] == [
        "6 % less",
        "3 % more",
        "no change",
    ]
    assert [signed(one) for one in (-31, 4, 0)] == ["−31 %", "+4 %", "0 %"]
    assert per_year_words(5, 3, 7).startswith(
        "Rising by 5 % a year, with 95\N{NO-BREAK SPACE}%"
    )
    assert per_year_words(-5, -7, -3).startswith("Falling by 5 % a year")
    assert per_year_words(1, -2, 4).startswith("No clear trend: +1 % a year")


def test_units_have_a_plural_unless_they_are_signs():
    assert [plural(one) for one in ("user", "API call", "GB", "licences", "")] == [
        "users",
        "API calls",
        "GB",
        "licences",
        "",
    ]


def test_a_range_of_one_price_is_one_price():
    assert range_words(Decimal(5), Decimal(5), "EUR") == "€5"


def listed(amount, unit, period, *, currency="USD", plan=1, current=True):
    micro = None if amount is None else int(Decimal(amount) * 1_000_000)
    return ListPrice(
        plan_id=plan,
        currency=currency,
        amount_micro=micro,
        per_unit=unit,
        per_period=period,
        is_current=current,
    )


PRODUCT = Product(metric="call", unit="1,000 calls", unit_quantity=1000)


@pytest.mark.parametrize(
    ("basis", "metric", "size", "price", "expected"),
    [
        (Basis.UNIT_YEAR, "user", 1, listed(5, "user", Period.MONTH), 60),
        (Basis.UNIT_YEAR, "user", 1, listed(60, "User", Period.YEAR), 60),
        (Basis.UNIT_YEAR, "user", 1, listed(60, "user", Period.ONCE), None),
        (Basis.UNIT_YEAR, "user", 1, listed(60, "device", Period.YEAR), None),
        (Basis.UNIT_YEAR, "user", 1, listed(None, "user", Period.YEAR), None),
        (Basis.UNIT_YEAR, "user", 1, listed(0, "user", Period.YEAR), None),
        (Basis.UNIT, "call", 1000, listed(2, "1,000 calls", Period.ONCE), 2),
        (Basis.UNIT, "call", 1000, listed(2, "call", Period.ONCE), None),
        (Basis.UNIT, "call", 1000, listed(2, "1,000 calls", Period.MONTH), None),
        (Basis.HOUR, "hour", 1, listed(90, "hour", Period.ONCE), 90),
        (Basis.HOUR, "hour", 1, listed(800, "day", Period.ONCE), 100),
        (Basis.HOUR, "hour", 1, listed(90, "ticket", Period.ONCE), None),
        (
            Basis.UNIT_YEAR,
            "user",
            1,
            listed(5, "user", Period.YEAR, currency="EUR"),
            None,
        ),
        (Basis.UNIT_YEAR, "user", 1, listed(5, "user", Period.YEAR, plan=2), None),
        (
            Basis.UNIT_YEAR,
            "user",
            1,
            listed(5, "user", Period.YEAR, current=False),
            None,
        ),
    ],
)
def test_a_list_price_compares_only_for_the_same_thing(
    basis, metric, size, price, expected
):
    series = Series(
        plan_id=1, basis=basis, metric=metric, unit_quantity=size, currency="USD"
    )

    assert listed_for(series, PRODUCT, [price]) == expected


def test_without_an_edition_there_is_no_list_price():
    series = Series(
        plan_id=None, basis=Basis.UNIT, metric="x", unit_quantity=1, currency="USD"
    )

    assert listed_for(series, PRODUCT, [listed(5, "x", Period.ONCE)]) is None


def test_off_list_is_in_whole_per_cent():
    assert percent_off(Decimal(109), Decimal(158)) == -31
    assert percent_off(Decimal(1000), Decimal(948)) == 5
