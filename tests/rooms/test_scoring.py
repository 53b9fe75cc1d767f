"""Means and weighed totals of a committee's scores, computed by hand."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from community.rooms.scoring import Mean, Scored, Total, means_of, totals_of

PRICE, EASE, DESK, BOARD = 1, 2, 10, 20


def scored(*rows: tuple[int, int, int, int]) -> list[Scored]:
    return [Scored(*row) for row in rows]


def test_a_mean_is_of_those_who_scored_to_a_tenth_halves_up():
    scores = scored((PRICE, DESK, 1, 4), (PRICE, DESK, 2, 3), (EASE, DESK, 1, 5))
    more = scored(
        *((PRICE, BOARD, one, value) for one, value in enumerate((1, 1, 2, 1)))
    )

    assert means_of(scores + more) == {
        (PRICE, DESK): Mean(Decimal("3.5"), 2),
        (EASE, DESK): Mean(Decimal("5.0"), 1),
        (PRICE, BOARD): Mean(Decimal("1.3"), 4),
    }


def test_a_total_weighs_the_means_and_leaves_out_what_nobody_scored():
    scores = scored(
        (PRICE, DESK, 1, 4),
        (PRICE, DESK, 2, 2),
        (EASE, DESK, 1, 5),
        (EASE, BOARD, 1, 2),
    )

    assert totals_of({PRICE: 6, EASE: 2}, scores) == {
        DESK: Total(Decimal("3.5"), 2),
        BOARD: Total(Decimal("2.0"), 1),
    }
    assert totals_of({EASE: 2}, scored((PRICE, DESK, 1, 4))) == {}


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 9), st.integers(1, 5))))
def test_a_total_lies_between_the_lowest_and_the_highest_score(rows):
    one_each = {(criterion, member): value for criterion, member, value in rows}
    scores = [Scored(c, DESK, m, value) for (c, m), value in one_each.items()]
    totals = totals_of({1: 1, 2: 3, 3: 10, 4: 7}, scores)

    assert bool(totals) is bool(scores)
    if scores:
        values = [one.value for one in scores]
        assert min(values) <= totals[DESK].value <= max(values)
