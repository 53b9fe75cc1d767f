"""Type 8 exactly as the vectors of the price rules state it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.records.quantiles import place, quantile

A = [840, 900, 930, 960, 960, 1000, 1020, 1080, 1140, 1200, 1500]
B = [90, 100, 110, 120, 200]
C = [100, 120, 140, 160, 180, 200, 240, 300]
TENTH, QUARTER, HALF = Fraction(1, 10), Fraction(1, 4), Fraction(1, 2)


@pytest.mark.parametrize(
    ("values", "probability", "expected"),
    [
        (A, TENTH, 868),
        (A, QUARTER, 935),
        (A, HALF, 1000),
        (A, 1 - QUARTER, 1130),
        (A, 1 - TENTH, 1360),
        (B, QUARTER, Fraction(290, 3)),  # 96.6667
        (B, HALF, 110),
        (B, 1 - QUARTER, Fraction(440, 3)),  # 146.6667
        (C, QUARTER, Fraction(385, 3)),  # 128.3333
        (C, HALF, 170),
        (C, 1 - QUARTER, Fraction(670, 3)),  # 223.3333
        ([7], TENTH, 7),
        ([7], 1 - TENTH, 7),
        ([1, 2], HALF, Fraction(3, 2)),
        ([1, 2], Fraction(0), 1),
        ([1, 2], Fraction(1), 2),
    ],
)
def test_quantile_is_exact(values, probability, expected):
    assert quantile(values, probability) == expected


@given(
    values=st.lists(st.integers(0, 10**18), min_size=1, max_size=40),
    probability=st.sampled_from([TENTH, QUARTER, HALF, 1 - QUARTER, 1 - TENTH]),
)
def test_quantile_lies_between_its_two_neighbours(values, probability):
    ordered = sorted(values)
    found = place(len(ordered), probability)

    result = quantile(ordered, probability)

    assert 1 <= found.low <= found.high <= len(ordered)
    assert ordered[found.low - 1] <= result <= ordered[found.high - 1]


@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=40))
def test_quantiles_mirror_each_other(values):
    ordered = sorted(values)
    mirrored = sorted(-value for value in values)

    assert quantile(ordered, TENTH) == -quantile(mirrored, 1 - TENTH)


@pytest.mark.parametrize(
    ("count", "probability"), [(0, HALF), (3, Fraction(2)), (3, Fraction(-1))]
)
def test_place_needs_a_value_and_a_probability(count, probability):
    with pytest.raises(ValueError, match="A quantile needs"):
        place(count, probability)
