"""Each bound and each contradiction of a line gets its own sentence at its own field."""

from dataclasses import replace
from decimal import Decimal

import pytest

from community.catalog.kinds import PricingModel
from community.core.clock import Month
from community.deals.kinds import (
    Covers,
    ListSource,
    Stage,
)
from community.deals.normalisation import YearStep
from community.deals.plausibility import deal_problems
from tests.deals.conftest import THIS_MONTH


def problems(draft, unit_quantity: int = 1) -> dict[str, str]:
    return deal_problems(draft, THIS_MONTH, [unit_quantity] * len(draft.lines))


def step(year: int, quantity: str, amount: str) -> YearStep:
    return YearStep(year, Decimal(quantity), Decimal(amount))


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"quantity": Decimal(0)}, "quantity", "Give a quantity above 0."),
        ({"quantity": Decimal(-3)}, "quantity", "Give a quantity above 0."),
        ({"quantity": Decimal("NaN")}, "quantity", "Give a number."),
        (
            {"quantity": Decimal(10_000_001)},
            "quantity",
            "More than 10,000,000? Please check the quantity.",
        ),
        (
            {"quantity": Decimal("0.0000001")},
            "quantity",
            "Give 6 decimal places at most.",
        ),
        ({"metric": ""}, "metric", "Say what is counted, users for instance."),
        (
            {"recurring_amount": None},
            "recurring_amount",
            "Say how much is paid.",
        ),
        (
            {"recurring_amount": Decimal(0)},
            "recurring_amount",
            "Give an amount above 0.",
        ),
        (
            {"recurring_amount": Decimal("1e13")},
            "recurring_amount",
            "That number is too large.",
        ),
        (
            {"recurring_amount": Decimal("Infinity")},
            "recurring_amount",
            "Give a number.",
        ),
        (
            {"recurring_covers": None},
            "recurring_covers",
            "Say what time the amount pays for.",
        ),
        ({"setup_amount": Decimal(-1)}, "setup_amount", "This cannot be negative."),
        (
            {"hardware_amount": Decimal(0)},
            "hardware_amount",
            "Give an amount above 0.",
        ),
        (
            {"list_unit_price": Decimal(900)},
            "list_source",
            "Say where you saw the list price.",
        ),
        (
            {"discount_pct": Decimal(20)},
            "list_source",
            "A discount needs a source for the list price.",
        ),
        (
            {"discount_pct": Decimal(100), "list_source": ListSource.QUOTE},
            "discount_pct",
            "Give a percentage of 0 or more, and below 100.",
        ),
        (
            {"discount_pct": Decimal(-1), "list_source": ListSource.QUOTE},
            "discount_pct",
            "Give a percentage of 0 or more, and below 100.",
        ),
        (
            {"list_month": Month("2026-12")},
            "list_month",
            "This month lies in the future.",
        ),
        (
            {"list_source": ListSource.URL},
            "list_url",
            "Give the page’s address, beginning with https://.",
        ),
        (
            {"prior_unit_price": Decimal(700)},
            "prior_unit_price",
            "Only a renewal or an expansion has an earlier price.",
        ),
        (
            {
                "list_unit_price": Decimal(1200),
                "list_source": ListSource.QUOTE,
                "discount_pct": Decimal(30),
            },
            "discount_pct",
            "List and paid prices say 40.0 %, not 30 %. Leave this empty or check the prices.",
        ),
    ],
)
def test_line_fields(with_line, changes, field, sentence):
    assert problems(with_line(**changes)) == {f"lines-0-{field}": sentence}


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "ftp://arbor.example/prices",
        "https://",
        "https://nodot",
        "https://arbor.example/a b",
        "https://[::1",
        "https://arbor.example/" + "x" * 500,
    ],
)
def test_addresses_of_list_prices_are_web_addresses(with_line, address):
    draft = with_line(list_source=ListSource.URL, list_url=address)

    assert list(problems(draft)) == ["lines-0-list_url"]


@pytest.mark.parametrize(
    "changes",
    [
        {
            "list_unit_price": Decimal(1200),
            "list_source": ListSource.URL,
            "list_url": "https://arbor.example/prices",
            "list_month": THIS_MONTH,
        },
        {
            "list_unit_price": Decimal(1200),
            "list_source": ListSource.QUOTE,
            "discount_pct": Decimal("40.9"),
        },
        {"discount_pct": Decimal(0), "list_source": ListSource.PRICE_BOOK},
        {"list_unit_price": Decimal(100), "list_source": ListSource.QUOTE},
    ],
)
def test_list_prices_that_may_be_right(with_line, changes):
    assert problems(with_line(**changes)) == {}


@pytest.mark.parametrize("stage", [Stage.RENEWAL, Stage.EXPANSION])
def test_follow_ups_have_an_earlier_price(with_line, stage):
    draft = replace(with_line(prior_unit_price=Decimal(700)), stage=stage)

    assert problems(draft) == {}


def test_usage_may_be_counted_in_billions(with_line):
    usage = with_line(pricing_model=PricingModel.USAGE, quantity=Decimal(10**12))

    assert problems(usage) == {}
    assert problems(
        with_line(pricing_model=PricingModel.USAGE, quantity=Decimal(10**12 + 1))
    ) == {"lines-0-quantity": "That number is too large."}


RAMP = (step(1, "50", "60000"), step(2, "100", "110000"), step(3, "150", "150000"))


@pytest.mark.parametrize(
    ("ramp", "sentence"),
    [
        (RAMP[:2], "The term has 3 years; you gave 2."),
        (RAMP[1:], "Give the years one after the other, beginning with the first."),
        (
            (*RAMP[:2], step(3, "0", "1")),
            "Give each year a quantity above 0, and an amount of 0 or more.",
        ),
        (
            (*RAMP[:2], step(3, "1", "-1")),
            "Give each year a quantity above 0, and an amount of 0 or more.",
        ),
        (
            tuple(step(year, "1", "0") for year in (1, 2, 3)),
            "Say how much is paid in at least one year.",
        ),
        ((*RAMP[:2], step(3, "1e13", "1")), "That number is too large."),
        ((*RAMP[:2], step(3, "1", "0.0000001")), "Give 6 decimal places at most."),
    ],
)
def test_ramps_that_are_wrong(with_line, ramp, sentence):
    draft = with_line(year_schedule=ramp, recurring_amount=None, recurring_covers=None)

    assert problems(draft) == {"lines-0-year_schedule": sentence}


def test_a_ramp_needs_no_amount_or_the_same_one(with_line):
    alone = with_line(year_schedule=RAMP, recurring_amount=None, recurring_covers=None)
    same = with_line(year_schedule=RAMP, recurring_amount=Decimal(320000))
    other = with_line(year_schedule=RAMP)

    assert problems(alone) == {}
    assert problems(same) == {}
    assert problems(other) == {
        "lines-0-recurring_amount": "The years add up to 320,000 for the whole term; "
        "leave this empty or give the same."
    }


def with_perpetual(draft, perpetual, **changes):
    return replace(draft, lines=(replace(perpetual, **changes),))


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        (
            {"licence_amount": None},
            "licence_amount",
            "Say what the licences cost, once.",
        ),
        (
            {"maintenance_pct": None},
            "maintenance_pct",
            "Give maintenance as a percentage or as an amount; 0 if none.",
        ),
        (
            {"maintenance_pct": Decimal(101)},
            "maintenance_pct",
            "Give a percentage between 0 and 100.",
        ),
        (
            {"maintenance_in_price": None},
            "maintenance_in_price",
            "Say whether the first year is in the price.",
        ),
        (
            {"maintenance_amount": Decimal(50000)},
            "maintenance_amount",
            "This is 25.0 % of the licences, not 20 %. Give one of the two.",
        ),
    ],
)
def test_perpetual_licences(draft, perpetual, changes, field, sentence):
    found = problems(with_perpetual(draft, perpetual, **changes))

    assert found == {f"lines-0-{field}": sentence}


def test_maintenance_may_be_said_twice_alike_or_once(draft, perpetual):
    twice = {"maintenance_amount": Decimal(40000)}
    amount = {"maintenance_pct": None, "maintenance_amount": Decimal(40000)}

    assert problems(with_perpetual(draft, perpetual)) == {}
    assert problems(with_perpetual(draft, perpetual, **twice)) == {}
    assert problems(with_perpetual(draft, perpetual, **amount)) == {}


def test_hardware_needs_its_price(draft, perpetual):
    bare = replace(
        perpetual,
        pricing_model=PricingModel.HARDWARE,
        licence_amount=None,
        maintenance_pct=None,
        maintenance_in_price=None,
    )

    assert problems(replace(draft, lines=(bare,))) == {
        "lines-0-hardware_amount": "Say what the hardware cost, once."
    }


def test_problems_of_each_line_are_told_apart(draft, line):
    twisted = replace(
        draft, lines=(line, replace(line, quantity=Decimal(0), recurring_covers=None))
    )

    assert problems(twisted) == {
        "lines-1-quantity": "Give a quantity above 0.",
        "lines-1-recurring_covers": "Say what time the amount pays for.",
    }


def test_a_discount_is_compared_per_display_unit(with_line):
    usage = with_line(
        pricing_model=PricingModel.USAGE,
        quantity=Decimal(50_000_000),
        recurring_amount=Decimal(60000),
        recurring_covers=Covers.YEAR,
        list_unit_price=Decimal("2.00"),
        list_source=ListSource.PRICE_BOOK,
        discount_pct=Decimal(40),
    )

    assert problems(usage, unit_quantity=1000) == {}
    assert "lines-0-discount_pct" in problems(usage, unit_quantity=1)
