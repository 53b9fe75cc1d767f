"""Figures of a set of amounts, and bars that one odd price can't squash."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.records.figures import Quantiles, figures_of, is_far
from community.records.histogram import Bar, choose


def test_figures_round_half_to_even_where_quantiles_fall_between():
    found = figures_of([1, 2, 4, 8])

    assert found.count == 4
    assert found.quantiles == Quantiles(p10=1, p25=1, median=3, p75=6, p90=8)


def test_bars_hold_the_middle_and_one_bar_each_end():
    amounts = sorted([1, *range(1000, 1120), 90_000])
    found = figures_of(amounts)

    assert found.bars[0] == Bar(1, 930, 1)
    assert found.bars[-1] == Bar(1190, 90_000, 1)
    assert sum(bar.count for bar in found.bars) == 122


def test_equal_amounts_have_one_bar():
    assert figures_of([5, 5, 5]).bars == (Bar(5, 6, 3),)


@given(st.lists(st.integers(1, 10**15), min_size=1, max_size=60))
def test_every_amount_is_in_exactly_one_bar(values):
    ordered = sorted(values)
    found = figures_of(ordered)

    assert sum(bar.count for bar in found.bars) == len(ordered)
    edges = [bar.low for bar in found.bars]
    assert edges == sorted(edges)
    assert len(found.bars) < 70


@given(
    st.lists(st.integers(1, 10**9), min_size=2, max_size=40),
    st.integers(1, 10**9),
)
def test_a_bar_holds_what_its_edges_say(values, amount):
    ordered = sorted([*values, amount])
    q = figures_of(ordered).quantiles
    bars = choose(ordered[0], ordered[-1], q.p10, q.p90)
    index = bars.index(amount)

    if 0 <= index < bars.count:
        low = bars.low + index * bars.width
        assert low <= amount < low + bars.width
    else:
        assert amount < bars.low or amount >= bars.high


@pytest.mark.parametrize(
    ("amount", "count", "expected"),
    [
        (99, 5, True),
        (100, 5, False),
        (10_009, 5, False),
        (10_010, 5, True),
        (99, 4, False),
    ],
)
def test_far_is_ten_times_away_from_enough_others(amount, count, expected):
    assert is_far(amount, count, 1_000) is expected
