"""The formula, by hand."""

import math

import numpy as np
import pytest

from search.ranking import Ranking, freshness, gains, idf, norms


def test_idf_is_lucenes() -> None:
    assert idf(1, 10) == math.log(1 + 9.5 / 1.5)
    assert idf(10, 10) == math.log(1 + 0.5 / 10.5)
    assert idf(11, 10) == idf(10, 10)


def test_norms_grow_with_length() -> None:
    assert norms(np.array([0, 10, 20], np.uint32), 10).tolist() == pytest.approx(
        [
            1.2 * 0.25,
            1.2 * (0.25 + 0.75 * 10 / 10),
            1.2 * (0.25 + 0.75 * 20 / 10),
        ]
    )
    assert norms(np.array([0], np.uint32), 0).tolist() == [1.2 * 0.25]


def test_gain_of_bm25_is_saturated_by_repetition() -> None:
    times = np.array([1, 3, 1_000_000], np.uint32)
    once, thrice, always = gains(times, np.full(3, 1.2)).tolist()
    assert (once, thrice) == pytest.approx((1.0, 2.2 * 3 / 4.2))
    assert always < 2.2


def test_title_boosts_are_by_kind() -> None:
    assert (Ranking().title_boost("review"), Ranking().title_boost("question")) == (
        1.0,
        3.0,
    )


def test_what_is_fresh_counts_a_little_more_for_some_years() -> None:
    factors = freshness(Ranking(), np.array([-1.0, 0.0, 365.0, 36_500.0])).tolist()
    assert factors == pytest.approx([1.1, 1.1, 1.05, 1.0])
