"""The formula, by hand."""

import math

from search.ranking import Ranking, gain, idf, norms


def test_idf_is_lucenes() -> None:
    assert idf(1, 10) == math.log(1 + 9.5 / 1.5)
    assert idf(10, 10) == math.log(1 + 0.5 / 10.5)
    assert idf(11, 10) == idf(10, 10)


def test_norms_grow_with_length() -> None:
    assert norms([0, 10, 20], 10) == [
        1.2 * 0.25,
        1.2 * (0.25 + 0.75 * 10 / 10),
        1.2 * (0.25 + 0.75 * 20 / 10),
    ]
    assert norms([0], 0) == [1.2 * 0.25]


def test_gain_of_bm25_is_saturated_by_repetition() -> None:
    assert gain(1, 1.2) == 1.0
    assert gain(3, 1.2) == 2.2 * 3 / 4.2
    assert gain(1_000_000, 1.2) < 2.2


def test_title_boosts_are_by_kind() -> None:
    ranking = Ranking({"review": 1.0})
    assert (ranking.title_boost("review"), ranking.title_boost("question")) == (1, 3)
