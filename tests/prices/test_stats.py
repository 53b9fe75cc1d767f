"""The acceptance vectors of the method, to the printed digit, and what must hold of any data."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as scipy_stats
from scipy.stats import mstats

from community.prices import stats
from community.prices.kinds import Confidence
from community.prices.stats import Outlier

A = [840, 900, 930, 960, 960, 1000, 1020, 1080, 1140, 1200, 1500]
B = [90, 100, 110, 120, 200]
C = [100, 120, 140, 160, 180, 200, 240, 300]
AGES = [1, 2, 3, 6, 9, 12, 15, 18, 24, 30, 36]
QUARTILES = (0.25, 0.5, 0.75)
FIVE = (0.1, 0.25, 0.5, 0.75, 0.9)

prices = st.lists(st.floats(0.01, 1e7), min_size=1, max_size=40)
some = settings(max_examples=60)


def equal(values: list[float]) -> list[float]:
    return [1.0] * len(values)


@pytest.mark.parametrize(
    ("values", "probabilities", "expected"),
    [
        (A, FIVE, [872.328801, 930.632995, 1004.587584, 1145.097853, 1355.998125]),
        (B, QUARTILES, [97.817723, 114.054400, 153.849441]),
        (C, QUARTILES, [130.000090, 171.330116, 228.863968]),
    ],
)
def test_harrell_davis_to_the_printed_digit(values, probabilities, expected):
    found = stats.harrell_davis(values, equal(values), probabilities)

    assert [round(value, 6) for value in found] == expected


def test_harrell_davis_without_the_outlier():
    found = stats.harrell_davis(A[:-1], equal(A[:-1]), QUARTILES)

    assert [round(value, 4) for value in found] == [923.4244, 988.2112, 1086.4510]


def test_quantiles_on_logarithms():
    found = stats.price_quantiles(A, equal(A), QUARTILES)

    assert [round(value, 6) for value in found] == [929.821653, 1003.22448, 1139.557521]


@pytest.mark.parametrize(
    ("values", "probabilities", "expected"),
    [
        (A, FIVE, [868, 935, 1000, 1130, 1360]),
        (B, QUARTILES, [96.6667, 110, 146.6667]),
        (C, QUARTILES, [128.3333, 170, 223.3333]),
    ],
)
def test_type_8_is_the_cross_check(values, probabilities, expected):
    found = stats.cross_check_quantiles(values, probabilities)

    assert [round(value, 4) for value in found] == expected


@pytest.mark.parametrize(
    ("prices", "apart"),
    [
        (A, False),
        (B, False),
        (C, False),
        ([1000.0] * 9, False),
        ([100.0] * 7 + [1000.0] * 5, True),
    ],
)
def test_the_second_opinion_differs_where_prices_lie_in_two_heaps(prices, apart):
    assert stats.are_apart(prices) is apart


def test_numpys_own_default_is_another_one():
    assert list(np.quantile(A, FIVE, method="linear")) == [900, 945, 1000, 1110, 1200]


def test_weighted_harrell_davis():
    weights = [stats.recency_weight(age) for age in AGES]

    found = stats.harrell_davis(A, weights, QUARTILES)

    assert [round(value, 4) for value in found] == [903.4434, 962.1640, 1051.8866]
    assert round(stats.effective_count(weights), 4) == 9.6363


def test_a_weight_of_zero_is_no_value():
    assert stats.harrell_davis([1, 2, 3, 4], [1, 0, 1, 0], (0.5,)) == pytest.approx(
        [2.0]
    )


def test_no_value_has_no_quantile():
    with pytest.raises(ValueError, match="at least one"):
        stats.harrell_davis([], [], (0.5,))


def test_modified_z_scores():
    scores = stats.modified_z(A)

    assert round(float(scipy_stats.median_abs_deviation(np.log(A))), 6) == 0.076961
    assert round(scores[-1], 4) == 3.5536
    assert round(scores[0], 4) == -1.5281
    assert round(stats.modified_z(B)[-1], 4) == 4.2308


def test_the_mean_deviation_takes_the_place_of_a_mad_of_zero():
    scores = stats.modified_z([1000] * 6 + [1010, 2000])

    assert round(scores[-1], 4) == 6.2927
    assert round(scores[-2], 4) == 0.0903
    assert stats.modified_z([7.0, 7.0]) == [0.0, 0.0]


def test_tukey_fences():
    assert [round(fence, 4) for fence in stats.tukey_fences(A)] == [742.4997, 1412.0339]
    assert round(stats.tukey_fences(B)[1], 2) == 157.74


def test_outliers_of_eleven_and_of_five():
    assert stats.outliers(A)[-1] == {Outlier.MODIFIED_Z, Outlier.TUKEY}
    assert not any(stats.outliers(A)[:-1])
    assert not any(stats.outliers(B))
    assert stats.outliers([]) == []


def test_sanity_limits_hold_at_any_size():
    found = stats.outliers([1000, 1000, 1000, 10_001, 99])

    assert found[3] == {Outlier.SANITY_HIGH}
    assert found[4] == {Outlier.SANITY_LOW}


def test_intervals_of_the_median():
    assert stats.median_interval(A) == (900, 1200)
    assert stats.median_interval(C) == (100, 300)
    assert stats.median_interval(B) is None


@pytest.mark.parametrize(("count", "rank"), [(6, 1), (9, 2), (12, 3), (15, 4), (20, 6)])
def test_which_of_the_ordered_prices_bound_the_interval(count, rank):
    values = list(range(1, count + 1))

    assert stats.median_interval(values) == (rank, count + 1 - rank)


@pytest.mark.parametrize(
    ("count", "interval", "word"),
    [
        (20, (91, 110), Confidence.HIGH),
        (20, (90, 110), Confidence.MEDIUM),
        (12, (91, 110), Confidence.MEDIUM),
        (12, (80, 120), Confidence.LOW),
        (11, (99, 101), Confidence.LOW),
        (5, None, Confidence.LOW),
    ],
)
def test_the_word_for_how_sure_a_median_is(count, interval, word):
    assert stats.confidence(count, interval) is word


QUANTITIES = [10, 25, 50, 100, 200, 400, 800, 1600]
VOLUME = [1200, 1130, 1050, 990, 930, 870, 820, 770]


def test_the_volume_curve():
    intercept, slope = stats.volume_curve(QUANTITIES, VOLUME)

    assert round(math.exp(intercept + slope * math.log(300)), 3) == 896.523
    assert round(stats.per_doubling(slope) * 100) == -6


def test_least_squares_would_say_nearly_the_same():
    slope, intercept = np.polyfit(np.log(QUANTITIES), np.log(VOLUME), 1)

    assert (round(intercept, 6), round(slope, 6)) == (7.305608, -0.089137)
    at_300 = math.exp(intercept + slope * math.log(300))
    assert round(at_300, 3) == 895.326
    assert round(stats.per_doubling(slope) * 100, 3) == -5.992
    assert round((950 / at_300 - 1) * 100, 2) == 6.11


def test_hubers_line_would_say_nearly_the_same():
    """Least squares, again and again with less weight for what lies far (1.345 MAD)."""
    logs, prices = np.log(QUANTITIES), np.log(VOLUME)
    weights = np.ones(len(logs))
    for _ in range(30):
        slope, intercept = np.polyfit(logs, prices, 1, w=np.sqrt(weights))
        away = np.abs(prices - intercept - slope * logs)
        scale = np.median(away) / 0.6744897501960817
        weights = np.minimum(1, 1.345 * scale / np.maximum(away, 1e-12))

    assert (round(intercept, 6), round(slope, 6)) == (7.307520, -0.089506)


def test_one_bad_deal_moves_the_curve_little():
    one_bad = [2000 if price == 990 else price for price in VOLUME]

    intercept, slope = stats.volume_curve(QUANTITIES, one_bad)

    assert round(math.exp(intercept + slope * math.log(300)), 1) == 923.5


def test_very_many_prices_need_no_more_memory():
    many = [float(number + 1) for number in range(5_000)]

    _, slope = stats.volume_curve(many, [1000 / one for one in many])

    assert slope == pytest.approx(-1)


def test_the_trend_a_year():
    quarters = [number / 4 for number in range(8)]

    found = stats.trend(quarters, [1000, 1010, 1030, 1025, 1050, 1070, 1065, 1090])

    printed = [round(one * 100, 3) for one in (found.change, found.low, found.high)]
    assert printed == [5.080, 3.398, 6.341]


def test_a_bootstrap_would_give_nearly_the_same_interval():
    drawn = np.random.default_rng(7)

    found = scipy_stats.bootstrap((A,), np.median, method="percentile", rng=drawn)

    assert tuple(found.confidence_interval) == (930, 1140)


@pytest.mark.parametrize(
    ("quote", "percentile"),
    [(840, 4.5455), (960, 36.3636), (1000, 50), (1100, 72.7273), (1500, 95.4545)],
)
def test_percentile_of_a_price_for_inside_use(quote, percentile):
    found = scipy_stats.percentileofscore(A, quote, "mean")

    assert round(float(found), 4) == percentile


@some
@given(prices, st.randoms(use_true_random=False))
def test_the_order_of_prices_does_not_matter(values, random):
    weights = [random.uniform(0.1, 1) for _ in values]
    order = list(range(len(values)))
    random.shuffle(order)

    shuffled = stats.price_quantiles(
        [values[i] for i in order], [weights[i] for i in order], FIVE
    )

    assert shuffled == stats.price_quantiles(values, weights, FIVE)


@some
@given(prices, st.floats(0.001, 1000))
def test_prices_in_another_unit_give_the_same_in_that_unit(values, factor):
    once = stats.price_quantiles(values, equal(values), FIVE)

    again = stats.price_quantiles([v * factor for v in values], equal(values), FIVE)

    assert again == pytest.approx([value * factor for value in once], rel=1e-9)


@some
@given(prices)
def test_a_higher_quantile_is_no_lower_price(values):
    found = stats.price_quantiles(values, equal(values), FIVE)

    assert all(b >= a * (1 - 1e-12) for a, b in pairwise(found))
    assert min(values) * (1 - 1e-9) <= found[0]
    assert found[-1] <= max(values) * (1 + 1e-9)


@some
@given(st.lists(st.floats(1, 1e5), min_size=2, max_size=30))
def test_equal_weights_are_no_weights(values):
    found = stats.harrell_davis(values, [0.25] * len(values), FIVE)

    assert found == pytest.approx([float(q) for q in mstats.hdquantiles(values, FIVE)])


@some
@given(prices, st.integers(1, 48))
def test_ageing_alone_moves_nothing(values, months):
    ages = [number % 30 for number in range(len(values))]
    weights = [stats.recency_weight(age) for age in ages]
    later = [stats.recency_weight(age + months) for age in ages]

    found = stats.price_quantiles(values, later, FIVE)

    assert found == pytest.approx(
        stats.price_quantiles(values, weights, FIVE), rel=1e-9
    )
