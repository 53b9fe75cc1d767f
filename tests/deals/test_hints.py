"""What looks odd is said, and refuses nothing."""

from dataclasses import replace
from decimal import Decimal

from community.catalog.kinds import PricingModel
from community.deals.hints import deal_hints, uplift_pct
from community.deals.kinds import Covers, ListSource
from community.deals.line_plausibility import discount_pct
from community.deals.metrics import metrics_of
from community.deals.normalisation import FIXED_METRIC


def hints(draft) -> list[str]:
    return deal_hints(draft, [1] * len(draft.lines))


def test_an_ordinary_deal_gives_no_hints(draft):
    assert hints(draft) == []


def test_paid_more_than_list(with_line):
    dear = with_line(list_unit_price=Decimal(700), list_source=ListSource.QUOTE)

    assert hints(dear) == [
        "You paid more than the list price. Is the list price for the same unit and period?"
    ]


def test_first_offer_below_the_price(draft):
    odd = replace(draft, first_quote_amount=Decimal(323999))

    assert hints(odd) == [
        "The first offer was lower than what was paid. Was it for the whole term?"
    ]
    assert hints(replace(draft, first_quote_amount=Decimal(324000))) == []


def test_a_year_price_for_a_short_term(with_line):
    short = replace(with_line(recurring_covers=Covers.YEAR), term_months=6)

    assert hints(short) == [
        "The amount is per year and the term has 6 months: we count that part of a year."
    ]


def test_more_used_than_committed(with_line):
    over = with_line(pricing_model=PricingModel.USAGE, quantity_used=Decimal(151))

    assert hints(over) == ["You used more than was committed. What did the rest cost?"]


def test_an_earlier_price_far_away(with_line):
    far = with_line(prior_unit_price=Decimal(60))

    assert hints(far) == [
        "The earlier price is far from this one. Is it for the same unit and period?"
    ]
    assert hints(with_line(prior_unit_price=Decimal(700))) == []


def test_uplift_is_in_percent_of_the_earlier_price(line):
    assert uplift_pct(replace(line, prior_unit_price=Decimal(600)), 36, 1) == 20
    assert uplift_pct(line, 36, 1) is None


def test_a_fixed_price_has_no_uplift(line):
    fixed = replace(
        line,
        pricing_model=PricingModel.SERVICE,
        metric=FIXED_METRIC,
        prior_unit_price=Decimal(600),
    )

    assert uplift_pct(fixed, 36, 1) is None


def test_a_fixed_price_has_no_discount(line):
    fixed = replace(
        line,
        pricing_model=PricingModel.SERVICE,
        metric=FIXED_METRIC,
        list_unit_price=Decimal(600),
    )

    assert discount_pct(fixed, 36, 1) is None


def test_a_products_own_unit_is_offered_first():
    assert metrics_of(PricingModel.SEAT, "agent")[0] == "agent"
    assert metrics_of(PricingModel.SEAT, "core").count("core") == 1
    assert metrics_of(PricingModel.FLAT, "")[0] == "organisation"
