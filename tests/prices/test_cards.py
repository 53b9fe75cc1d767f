"""Cards: as coarse as five organisations look alike, and no finer for anybody."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.core.clock import Month
from community.deals.kinds import Visibility
from community.prices.cards import FORMS, LEAST_ALIKE, Trait, _looks, choose_cards
from tests.prices.reports import report

CARD = Visibility.CARD


def test_five_alike_show_everything_and_four_show_less():
    five = [report(n, price=1000) for n in range(4)]
    five.append(report(4, price=1000, visibility=CARD))

    (card,) = choose_cards(five, {})

    assert (card.low, card.high) == (1000, 1000)
    assert dict(card.traits)[Trait.SIZE] == "51–200"
    assert card.form == 0
    assert choose_cards(five[1:], {}) == []


def test_other_prices_make_the_price_a_range():
    reports = [report(n, price=1000 + 10 * n) for n in range(4)]
    reports.append(report(4, price=1025, visibility=CARD))

    (card,) = choose_cards(reports, {})

    assert card.low < 1025 < card.high


def test_five_deals_of_one_organisation_are_one():
    own = [report(0, price=1000, line_id=n, visibility=CARD) for n in range(5)]

    assert choose_cards(own, {}) == []


def test_a_card_keeps_its_form_or_goes():
    five = [report(n, price=1000, visibility=CARD) for n in range(5)]
    coarse = len(FORMS) - 1

    kept = choose_cards(five, {0: coarse})

    assert [card.form for card in kept if card.line_id == 0] == [coarse]
    assert choose_cards(five[:4], {0: coarse}) == []


def test_who_shows_nothing_has_no_card():
    assert choose_cards([report(n, price=1000) for n in range(9)], {}) == []


def test_an_industry_that_nobody_said_is_not_shown():
    reports = [report(n, price=1000, industry=None, visibility=CARD) for n in range(5)]

    cards = choose_cards(reports, {})

    assert all(Trait.INDUSTRY not in dict(card.traits) for card in cards)


@pytest.mark.parametrize(
    ("month", "half"), [("2026-06", "2026-1"), ("2026-07", "2026-2")]
)
def test_the_half_year(month, half):
    reports = [
        report(n, price=1000, month=Month(month), visibility=CARD) for n in range(5)
    ]

    assert {card.half_year for card in choose_cards(reports, {})} == {half}


reports = st.lists(
    st.builds(
        report,
        st.integers(0, 12),
        line_id=st.integers(0, 10_000),
        price=st.floats(1, 5000),
        quantity=st.integers(1, 300),
        visibility=st.sampled_from([CARD, Visibility.AGGREGATE]),
    ),
    max_size=60,
    unique_by=lambda one: one.line_id,
)


@settings(max_examples=50)
@given(reports)
def test_no_card_fits_fewer_than_five_organisations(found):
    for card in choose_cards(found, {}):
        (own,) = [one for one in found if one.line_id == card.line_id]
        looks = _looks(own, FORMS[card.form])
        alike = {
            one.organisation for one in found if _looks(one, FORMS[card.form]) == looks
        }
        assert len(alike) >= LEAST_ALIKE
        assert float(card.low) * 0.97 <= own.price <= float(card.high) * 1.03
