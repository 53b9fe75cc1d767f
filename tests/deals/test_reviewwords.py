"""What holds and reviews are called."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.deals.kinds import HoldReason, ReviewState
from community.deals.models import LineHold
from community.deals.reviewwords import how_far, reasons_text, state_text


@pytest.mark.parametrize(
    ("score", "words"),
    [
        ("12.5", "more than 10 times the median"),
        ("10", "more than 5 times the median"),
        ("5.01", "more than 5 times the median"),
        ("3", "more than twice the median"),
        ("1.4", "above the median"),
        ("1", "at the median"),
        ("0.9", "below the median"),
        ("0.3", "less than half the median"),
        ("0.15", "less than a fifth of the median"),
        ("0.04", "less than a tenth of the median"),
    ],
)
def test_how_far_off_is_told_in_few_words(score, words):
    assert how_far(Decimal(score)) == words


@given(st.decimals(min_value="0.0001", max_value="10000", places=6))
def test_few_words_tell_no_figure_of_their_own(score):
    assert str(score.normalize()) not in how_far(score) or score in {1, 5, 10}


def test_every_reason_and_state_has_words():
    assert reasons_text(list(HoldReason)).count(",") == len(HoldReason) - 1
    assert len({state_text(state, None) for state in ReviewState}) == 2


def test_a_rejection_says_why():
    hold = LineHold(decision_reason="Typed per month, not per year.")

    assert (
        state_text(ReviewState.REJECTED, hold)
        == "Rejected: Typed per month, not per year."
    )
