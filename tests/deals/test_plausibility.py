"""Each bound and each contradiction of a contract gets its own sentence at its own field."""

from dataclasses import replace
from decimal import Decimal

import pytest

from community.accounts.traits import Region
from community.catalog.disclosure import Incentive, IncentiveSource
from community.core.clock import Month
from community.deals.kinds import Billing, ContractForbids, OtherAlternative, Visibility
from community.deals.plausibility import FORBIDDEN, deal_problems
from tests.deals.conftest import THIS_MONTH


def problems(draft, unit_quantity: int = 1) -> dict[str, str]:
    return deal_problems(draft, THIS_MONTH, [unit_quantity] * len(draft.lines))


def test_a_plausible_deal_has_no_problems(draft):
    assert problems(draft) == {}


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"currency": "XXX"}, "currency", "Choose one of the currencies."),
        (
            {"tax_excluded": False},
            "tax_excluded",
            "Give all amounts without VAT or sales tax.",
        ),
        (
            {"right_to_share": False},
            "right_to_share",
            "We can only take prices that you may share.",
        ),
        ({"term_months": 0}, "term_months", "Give the term in months, 1 to 120."),
        ({"term_months": 121}, "term_months", "Give the term in months, 1 to 120."),
        (
            {"billing": Billing.MULTI_YEAR, "term_months": 12},
            "billing",
            "Several years in advance need a term of more than 12 months.",
        ),
        (
            {"deal_month": Month("2026-12")},
            "deal_month",
            "This month lies in the future.",
        ),
        (
            {"deal_month": Month("2016-10")},
            "deal_month",
            "That is more than ten years ago, too old to compare with.",
        ),
        (
            {"expiry_month": Month("2026-04")},
            "expiry_month",
            "A contract can’t end before it was signed.",
        ),
        (
            {"expiry_month": Month("2046-06")},
            "expiry_month",
            "That is more than 20 years after the deal.",
        ),
        ({"contract_forbids": ContractForbids.YES}, "contract_forbids", FORBIDDEN),
        (
            {
                "contract_forbids": ContractForbids.UNKNOWN,
                "visibility": Visibility.CARD,
            },
            "visibility",
            (
                "As long as you don’t know what the contract says, the price can only "
                "count in figures over many organisations."
            ),
        ),
        ({"incentive": Incentive.GIFT}, "incentive_from", "Say who gave it."),
        ({"country": "QQ"}, "country", "Choose one of the countries."),
        (
            {"country": "BR"},
            "country",
            "This country lies in another region than you chose.",
        ),
        ({"rounds": 51}, "rounds", "Give a number between 0 and 50."),
        ({"notice_days": 731}, "notice_days", "Give a number between 0 and 730."),
        (
            {"price_hold_months": 121},
            "price_hold_months",
            "Give a number between 0 and 120.",
        ),
        (
            {"renewal_cap_pct": Decimal(101)},
            "renewal_cap_pct",
            "Give a number between 0 and 100.",
        ),
        (
            {"renewal_cap_pct": Decimal("1.0000001")},
            "renewal_cap_pct",
            "Give 6 decimal places at most.",
        ),
        ({"satisfaction": 6}, "satisfaction", "Give a number between 1 and 5."),
        ({"satisfaction": 0}, "satisfaction", "Give a number between 1 and 5."),
        (
            {"first_quote_amount": Decimal(0)},
            "first_quote_amount",
            "Give an amount above 0.",
        ),
        (
            {"first_quote_amount": Decimal("1e13")},
            "first_quote_amount",
            "That number is too large.",
        ),
        (
            {"alternative_ids": (91, 92, 93, 94, 95, 96)},
            "alternatives",
            "Give 5 alternatives at most.",
        ),
        (
            {"other_alternatives": (OtherAlternative.NONE, OtherAlternative.INCUMBENT)},
            "other_alternatives",
            "“Nothing else” goes with no other alternative.",
        ),
        (
            {"other_alternatives": (OtherAlternative.NONE,), "alternative_ids": (99,)},
            "other_alternatives",
            "“Nothing else” goes with no other alternative.",
        ),
        ({"note": "x" * 2001}, "note", "Keep the note to 2,000 characters."),
        ({"lines": ()}, "lines", "A deal has 1 to 20 products."),
    ],
)
def test_contract_fields(draft, changes, field, sentence):
    assert problems(replace(draft, **changes)) == {field: sentence}


@pytest.mark.parametrize(
    "changes",
    [
        {"deal_month": THIS_MONTH},
        {"deal_month": Month("2016-11")},
        {"expiry_month": Month("2026-05")},
        {"expiry_month": Month("2046-05")},
        {"term_months": 1},
        {"billing": Billing.MULTI_YEAR},
        {"contract_forbids": ContractForbids.UNKNOWN},
        {"incentive": Incentive.GIFT, "incentive_from": IncentiveSource.VENDOR},
        {"country": "DE"},
        {"country": "US", "region": Region.NORTH_AMERICA},
        {"rounds": 0, "notice_days": 0, "price_hold_months": 0, "satisfaction": 1},
        {"other_alternatives": (OtherAlternative.NONE,)},
        {"other_alternatives": (OtherAlternative.INCUMBENT,), "alternative_ids": (99,)},
        {"note": "x" * 2000},
    ],
)
def test_edges_that_are_still_right(draft, changes):
    assert problems(replace(draft, **changes)) == {}


def test_what_was_bought_is_no_alternative(draft, shop):
    twisted = replace(draft, alternative_ids=(shop.desk.id,))

    assert problems(twisted) == {
        "alternatives": "What you bought is no alternative to itself."
    }


def test_too_many_lines(draft, line):
    assert problems(replace(draft, lines=(line,) * 21)) == {
        "lines": "A deal has 1 to 20 products."
    }
