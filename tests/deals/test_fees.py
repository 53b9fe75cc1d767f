"""What one-time fees add to a unit's price: apart from it, and spread over the term."""

from decimal import Decimal

import pytest

from community.catalog.kinds import Period, PricingModel
from community.deals.normalisation import (
    DAY_METRIC,
    FIXED_METRIC,
    HOUR_METRIC,
    LineTerms,
    fees_per_unit,
    normalise,
)
from tests.deals.test_normalisation import printed, seats


def test_fees_are_what_the_total_cost_has_more_than_the_price():
    terms = seats("324000", 150, 36, one_time_fees=Decimal(15000))
    prices = normalise(terms)

    assert printed(fees_per_unit(terms)) == "33.33"
    assert printed(prices.tco_unit_year - prices.unit_price_year) == "33.33"
    assert fees_per_unit(seats("324000", 150, 36)) == 0


@pytest.mark.parametrize(
    ("model", "metric", "fee"),
    [
        (PricingModel.PERPETUAL, "user", "50.00"),
        (PricingModel.HARDWARE, "device", "50.00"),
        (PricingModel.SERVICE, HOUR_METRIC, "50.00"),
        (PricingModel.SERVICE, DAY_METRIC, "6.25"),
    ],
)
def test_fees_of_what_is_bought_once_are_for_one_piece_or_hour(model, metric, fee):
    terms = LineTerms(
        pricing_model=model,
        quantity=Decimal(10),
        term_months=36,
        one_time_fees=Decimal(500),
        metric=metric,
        metric_period=Period.ONCE,
    )

    assert printed(fees_per_unit(terms)) == fee


def test_what_has_no_unit_price_has_no_fee_for_one():
    terms = LineTerms(
        pricing_model=PricingModel.SERVICE,
        quantity=Decimal(1),
        term_months=12,
        one_time_fees=Decimal(500),
        metric=FIXED_METRIC,
    )

    assert fees_per_unit(terms) is None
