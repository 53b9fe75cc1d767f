import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.core.errors import Invalid
from community.core.money import (
    Money,
    format_money,
    format_number,
    minor_units,
    parse_amount,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1 234,5", "1234.5"),
        ("1,234", "1234"),
        ("0,5", "0.5"),
        ("0.500", "0.500"),
        ("EUR 54,000", "54000"),
        ("1,234,567", "1234567"),
        ("1.234.567,00", "1234567.00"),
        ("-5", "-5"),
        ("1’234.50", "1234.50"),
    ],
)
def test_parse_amount_reads_what_people_type(text, value):
    assert parse_amount(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "abc",
        "1,2,3",
        "1.2.3",
        "1e5",
        "--5",
        "5-",
        ",5",
        "1,23,456",
        "٣",
        "NaN",
        "9" * 50,
        "10000000000001",
    ],
)
def test_parse_amount_refuses_what_is_no_price(text):
    with pytest.raises(Invalid):
        parse_amount(text)


@given(st.text(max_size=60))
def test_parse_amount_never_fails_otherwise(text):
    with contextlib.suppress(Invalid):
        assert isinstance(parse_amount(text), Decimal)


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_what_we_print_can_be_typed(amount):
    printed = format_money(Money(amount, "USD"), 2)
    assert parse_amount(printed) == amount


def test_minor_units_follow_the_currency():
    assert [minor_units(c) for c in ("USD", "JPY")] == [2, 0]


@pytest.mark.parametrize(
    ("amount", "currency", "digits", "text"),
    [
        ("1234.5", "USD", None, "$1,234.50"),
        ("720.00", "GBP", None, "£720"),
        ("1200", "EUR", None, "€1,200"),
        ("0.023", "USD", None, "$0.023"),
        ("130.225", "USD", 3, "$130.225"),
        ("1.005", "USD", 2, "$1.01"),
        ("1500", "JPY", None, "¥1,500"),
    ],
)
def test_format_money_shows_what_makes_prices_differ(amount, currency, digits, text):
    assert format_money(Money(Decimal(amount), currency), digits) == text


def test_format_number_groups_thousands():
    assert format_number(1234567) == "1,234,567"
    assert format_number(Decimal("2.345"), 1) == "2.3"


def test_currencies_do_not_add_up():
    assert Money(Decimal(1), "USD") + Money(Decimal(2), "USD") == Money(
        Decimal(3), "USD"
    )
    with pytest.raises(ValueError, match="Two currencies"):
        Money(Decimal(1), "USD") + Money(Decimal(1), "EUR")
