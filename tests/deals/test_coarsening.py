"""What others may see of a line: bands, quarters, a grid price, and nothing finer."""

from dataclasses import fields, replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.accounts.traits import OrgSize
from community.catalog.disclosure import Incentive, Relationship
from community.catalog.kinds import PricingModel
from community.core.clock import Month
from community.deals.coarsening import Coarse, coarsen, counts_from
from community.deals.kinds import Stage, Visibility
from community.deals.normalisation import FIXED_METRIC


def coarse(draft, rate: str = "1", unit_quantity: int = 1) -> Coarse:
    return coarsen(draft, 0, rate=Decimal(rate), unit_quantity=unit_quantity)


def test_a_line_becomes_bands(draft, shop):
    found = coarse(draft)

    assert (found.cell.product_id, found.cell.stage) == (shop.desk.id, Stage.NEW)
    assert (found.size.value, found.quantity_band, found.term_band) == (
        "201–1,000",
        "100–249",
        "25–36 months",
    )
    assert (found.quarter, found.half_year) == ("Q2 2026", "first half of 2026")
    assert found.price_on_grid == Decimal(720)
    assert counts_from(draft, 3) == "2026-08"
    assert found.counts is True


def test_the_price_is_converted_before_it_is_rounded(draft):
    assert coarse(draft, rate="1.0850").price_on_grid == Decimal(780)


def test_the_price_is_for_the_display_unit(with_line):
    usage = with_line(
        pricing_model=PricingModel.USAGE,
        quantity=Decimal(50_000_000),
        recurring_amount=Decimal(183_000),
    )

    assert coarse(usage, unit_quantity=1_000_000).price_on_grid == Decimal(1200)


@pytest.mark.parametrize("stage", [Stage.QUOTE, Stage.LOST])
def test_what_was_not_signed_does_not_count(draft, stage):
    assert coarse(replace(draft, stage=stage)).counts is False


@pytest.mark.parametrize(
    "relationship",
    [
        Relationship.RESELLER,
        Relationship.CONSULTANT,
        Relationship.VENDOR,
        Relationship.COMPETITOR,
        Relationship.HOST_STAFF,
    ],
)
def test_only_who_paid_counts(draft, relationship):
    found = coarse(replace(draft, relationship=relationship))

    assert found.counts is False
    assert found.relationship is relationship


def test_bundled_lines_do_not_count_and_show_no_price(with_line):
    found = coarse(replace(with_line(bundled=True), visibility=Visibility.CARD))

    assert (found.counts, found.price_on_grid, found.shows_card) == (False, None, False)


def test_a_fixed_price_has_no_price_per_unit(with_line):
    found = coarse(with_line(pricing_model=PricingModel.SERVICE, metric=FIXED_METRIC))

    assert (found.counts, found.price_on_grid) == (False, None)


def test_a_card_is_shown_only_when_chosen(draft):
    assert coarse(draft).shows_card is False
    assert coarse(replace(draft, visibility=Visibility.CARD)).shows_card is True
    assert coarse(replace(draft, visibility=Visibility.NAMED)).shows_card is True


def test_incentives_stay_with_it_as_a_label(draft):
    assert coarse(replace(draft, incentive=Incentive.GIFT)).incentive is Incentive.GIFT


def test_nothing_fine_is_part_of_it():
    names = {field.name for field in fields(Coarse)}

    fine = {
        "owner_key",
        "sealed_author",
        "org_key",
        "note",
        "quantity",
        "deal_month",
        "amount",
        "country",
        "expiry_month",
    }
    assert names & fine == set()


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    quantity=st.integers(100, 249),
    month=st.sampled_from(["2026-04", "2026-05", "2026-06"]),
    size=st.sampled_from([OrgSize.TO_500, OrgSize.TO_1000]),
    unit_price=st.integers(711, 729),
)
def test_deals_of_the_same_bands_look_the_same(
    draft, quantity, month, size, unit_price
):
    line = replace(
        draft.lines[0],
        quantity=Decimal(quantity),
        recurring_amount=Decimal(quantity * unit_price * 3),
    )
    other = replace(draft, lines=(line,), deal_month=Month(month), org_size=size)

    assert coarse(other) == coarse(draft)
