from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.catalog.disclosure import Relationship
from community.reviews.dimensions import Dimension
from community.reviews.scorecard import card_of, counted_words
from community.reviews.scoring import (
    HALF_LIFE_MONTHS,
    Score,
    Sum,
    overall_of,
    weight_at,
    weight_of,
)

JANUARY = datetime(2026, 1, 20, tzinfo=UTC)
JULY_NEXT_YEAR = datetime(2027, 7, 3, tzinfo=UTC)
BEFORE = datetime(2024, 7, 31, tzinfo=UTC)


def score(*, reviews=1, voices=1, weight=1.0, total=5.0, now=JANUARY, parts=None):
    return Score(reviews, voices, Sum(weight, total), parts or {}, now)


def test_one_voice_of_five_stars_is_held_back_by_four_of_three():
    assert score().value == pytest.approx((5 + 4 * 3) / 5)


def test_many_voices_outweigh_what_was_added():
    many = score(reviews=400, voices=396, weight=396.0, total=396 * 5.0)

    assert many.value == pytest.approx((396 * 5 + 12) / 400)


def test_a_voice_weighs_half_after_the_half_life():
    assert HALF_LIFE_MONTHS == 18
    assert weight_at(JANUARY) == 1.0
    assert weight_at(JULY_NEXT_YEAR) == pytest.approx(2.0)
    assert weight_at(BEFORE) == pytest.approx(0.5)
    assert score(now=JULY_NEXT_YEAR).weight_today == pytest.approx(0.5)
    assert score(now=JULY_NEXT_YEAR).value == pytest.approx((2.5 + 12) / 4.5)


def test_time_alone_leaves_the_average_alone():
    assert score(now=JULY_NEXT_YEAR).average == score().average == 5.0


def test_without_voices_there_is_no_score():
    empty = score(reviews=3, voices=0, weight=0.0, total=0.0)

    assert (empty.value, empty.average, card_of(empty)) == (None, None, None)


@pytest.mark.parametrize(
    ("relationship", "is_verified", "weight"),
    [
        (Relationship.BUYER, True, 1.0),
        (Relationship.EX_BUYER, True, 1.0),
        (Relationship.BUYER, False, 0.5),
        (Relationship.RESELLER, True, 0.0),
        (Relationship.CONSULTANT, True, 0.0),
        (Relationship.HOST_STAFF, True, 0.0),
    ],
)
def test_weight_goes_by_who_says_it(relationship, is_verified, weight):
    found = weight_of(relationship, is_verified=is_verified, rated_at=JANUARY)

    assert found == weight


def test_overall_is_the_mean_of_what_was_rated_in_hundredths():
    rated = dict.fromkeys(Dimension, 4)

    assert overall_of(rated) == 400
    assert overall_of({**rated, Dimension.RENEWAL: None, Dimension.EXIT: None}) == 400
    assert overall_of(
        {Dimension.VALUE: 5, Dimension.SUPPORT: 4, Dimension.EXIT: 4}
    ) == (433)


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.floats(0.01, 3), st.integers(100, 500)), min_size=1),
    st.datetimes(datetime(2026, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_a_score_stays_on_its_scale_and_near_the_middle(voices, now):
    weight = sum(one for one, _ in voices)
    total = sum(one * stars / 100 for one, stars in voices)
    found = score(voices=len(voices), weight=weight, total=total, now=now)

    assert found.value is not None
    assert found.average is not None
    assert 1 <= found.value <= 5
    assert abs(found.value - 3) <= abs(found.average - 3) + 1e-9


def test_the_card_prints_the_rule_and_computes_todays_score():
    parts = {Dimension.VALUE: Sum(2.0, 8.0), Dimension.EXIT: Sum()}
    card = card_of(
        score(reviews=3, voices=2, weight=2.0, total=9.0, parts=parts, now=JANUARY)
    )

    assert card is not None
    assert (card.value, card.drawn) == ("3.5", "★★★★☆")
    assert [(one.label, one.value) for one in card.parts] == [
        ("Price clarity", ""),
        ("Value", "3.3"),
        ("Renewal behaviour", ""),
        ("Support", ""),
        ("Exit", ""),
    ]
    assert card.rule[-1] == (
        "Today 2 voices weigh 2.00 with 4.50 stars on average: "
        "(2.00 × 4.50 + 4 × 3) ÷ (2.00 + 4) = 3.50."
    )
    assert any("half after 18 months" in sentence for sentence in card.rule)


def test_one_voice_weighs_in_the_singular():
    card = card_of(score())

    assert card is not None
    assert card.rule[-1].startswith("Today 1 voice weighs 1.00 with 5.00 stars")
    assert (counted_words(1), counted_words(1200)) == ("1 review", "1,200 reviews")
