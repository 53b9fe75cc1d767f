"""Figures come back from the database digit by digit, or do not go in."""

from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from community.deals.columns import Exact, Micro, plain
from community.deals.previewing import money_text, percent

DIALECT: sa.Dialect = sqlite.dialect()


@pytest.mark.parametrize("typed", ["0.000001", "1200", "-0.5", "999999999999.999999"])
def test_typed_figures_are_whole_millionths(typed):
    stored = Micro().process_bind_param(Decimal(typed), DIALECT)

    assert isinstance(stored, int)
    assert str(Micro().process_result_value(stored, DIALECT)) == typed


def test_finer_figures_are_refused_rather_than_rounded():
    with pytest.raises(ValueError, match="more than 6 decimal places"):
        Micro().process_bind_param(Decimal("0.0000001"), DIALECT)


def test_computed_figures_keep_all_digits():
    third = Decimal(1) / 3

    stored = Exact().process_bind_param(third, DIALECT)

    assert Exact().process_result_value(stored, DIALECT) == third


def test_nothing_is_nothing():
    for kind in (Micro(), Exact()):
        assert kind.process_bind_param(None, DIALECT) is None
        assert kind.process_result_value(None, DIALECT) is None


def test_plain_figures_have_no_exponent_and_no_idle_zeros():
    assert [
        str(plain(Decimal(text))) for text in ("1E+3", "1.500", "0.00", "-2.0")
    ] == [
        "1000",
        "1.5",
        "0",
        "-2",
    ]


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("720", "$720"),
        ("1066.666", "$1,066.67"),
        ("1", "$1"),
        ("0", "$0"),
        ("0.5", "$0.500"),
        ("0.0012", "$0.00120"),
        ("0.00000000000001", "$0.000000000000"),
    ],
)
def test_prices_below_one_show_what_makes_them_differ(amount, text):
    assert money_text(Decimal(amount), "USD") == text


def test_percentages():
    assert percent(Decimal(40)) == "40 %"
    assert percent(Decimal("33.333")) == "33.3 %"
    assert percent(Decimal("2.857"), signed=True) == "+2.9 %"
    assert percent(Decimal(-10), signed=True) == "−10 %"
