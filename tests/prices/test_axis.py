from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from community.prices.axis import (
    NARROWEST,
    Label,
    RatioScale,
    Scale,
    labelled_ticks,
    nice_ticks,
    overlap,
    ratio_scale_around,
    scale_around,
)
from community.prices.ticks import tick_label

PRICES = st.floats(min_value=1e-6, max_value=1e12, allow_nan=False)


def test_nice_ticks_are_round():
    assert nice_ticks(62.0, 212.0, 4) == [100, 150, 200]
    assert nice_ticks(0.0, 1.0, 4) == [
        Decimal("0.00"),
        Decimal("0.25"),
        Decimal("0.50"),
        Decimal("0.75"),
        Decimal("1.00"),
    ]


@given(low=PRICES, span=PRICES, most=st.integers(1, 8))
def test_nice_ticks_lie_inside_evenly_and_are_not_too_many(low, span, most):
    high = low + span
    if high - low < high * 1e-6:
        return

    ticks = nice_ticks(low, high, most)

    bottom, top = Decimal(repr(low)), Decimal(repr(high))
    assert all(bottom <= tick <= top for tick in ticks)
    assert len(ticks) <= most + 1
    steps = {b - a for a, b in pairwise(ticks)}
    assert len(steps) <= 1
    for step in steps:
        assert step.normalize().as_tuple().digits in {(1,), (2,), (2, 5), (5,)}


@given(low=PRICES, span=PRICES, most=st.integers(2, 8))
def test_two_ticks_at_least_when_four_are_allowed(low, span, most):
    high = low + span
    if high - low < high * 1e-6:
        return

    assert len(nice_ticks(low, high, most)) >= most // 2


@given(
    values=st.lists(PRICES, min_size=1, max_size=8),
    currency=st.sampled_from(["USD", "EUR", "CHF", "JPY", "BRL"]),
    width=st.integers(NARROWEST, 1200),
)
def test_labels_of_an_axis_never_touch(values, currency, width):
    scale = scale_around(values)

    labels = labelled_ticks(scale, lambda tick: tick_label(tick, currency))

    assert not overlap(labels, width)


@given(
    values=st.lists(PRICES, min_size=1, max_size=8),
    width=st.integers(NARROWEST, 1200),
)
def test_labels_of_an_axis_stay_inside_the_drawing(values, width):
    scale = scale_around(values)

    for label in labelled_ticks(scale, lambda tick: tick_label(tick, "USD")):
        left, right = label.extent(width)
        assert left >= -4
        assert right <= width + 4


@given(values=st.lists(PRICES, min_size=1, max_size=8))
def test_a_scale_holds_its_values_and_never_begins_below_nothing(values):
    scale = scale_around(values)

    assert 0 <= scale.low <= min(values)
    assert max(values) <= scale.high
    assert all(3 <= scale.percent(value) <= 97 for value in values)


def test_a_scale_of_one_value_has_width():
    assert scale_around([0.0]) == Scale(0.0, 0.08)
    assert scale_around([100.0]) == Scale(92.0, 108.0)


def test_a_value_beyond_the_scale_stands_at_its_end():
    scale = Scale(0.0, 10.0)

    assert [scale.percent(v) for v in (-5, 0, 5, 10, 50)] == [3, 3, 50, 97, 97]


def test_labels_lean_inwards_near_the_edges():
    assert [Label(at, "$1,250").anchor for at in (3, 50, 97)] == [
        "start",
        "middle",
        "end",
    ]


def test_neighbours_that_touch_are_found():
    near = [Label(40, "$1,000"), Label(45, "$1,100")]

    assert overlap(near, NARROWEST)
    assert not overlap(near, 2000)


def test_labels_too_long_for_any_screen_are_left_out():
    assert labelled_ticks(Scale(0.0, 1.0), lambda _: "x" * 60) == []


def test_equal_ratios_are_equally_far_on_a_scale_of_ratios():
    scale = RatioScale(10.0, 1000.0)

    assert [scale.percent(v) for v in (1, 10, 100, 1000, 5000)] == [3, 3, 50, 97, 97]


@given(values=st.lists(PRICES, min_size=1, max_size=8))
def test_a_scale_of_ratios_holds_its_values(values):
    scale = ratio_scale_around(values)

    assert 0 < scale.low < min(values)
    assert max(values) < scale.high
    assert all(3 < scale.percent(value) < 97 for value in values)


def test_ratios_are_marked_at_ones_twos_and_fives_or_at_fewer():
    scale = RatioScale(17.0, 2400.0)

    assert scale.ticks(7) == [20, 50, 100, 200, 500, 1000, 2000]
    assert scale.ticks(5) == [30, 100, 300, 1000]
    assert scale.ticks(1) == [100, 1000]
    assert RatioScale(0.5, 2e6).ticks(2) == [1, 1000, 1_000_000]
    assert RatioScale(0.5, 2e6).ticks(1) == []


def test_marks_of_ratios_do_not_touch_on_a_phone():
    labels = labelled_ticks(
        RatioScale(17.0, 2400.0), lambda value: tick_label(value, "USD")
    )

    assert [label.text for label in labels] == ["$30", "$100", "$300", "$1,000"]
    assert not overlap(labels, NARROWEST)
