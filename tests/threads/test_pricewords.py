"""Which posts speak of a price, and what is told of how others paid."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.threads.pricewords import Paid, prices_in, told

S, L, M, O = Paid  # noqa: E741 - four words, one letter each


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We paid $140 a seat, 4 % off.", ["$140", "4 %"]),
        ("1.234,50 € or EUR 99, even 12 USD", ["1.234,50 €", "EUR 99", "12 USD"]),
        ("We have 180 seats for 36 months.", []),
        ("A USB stick", []),
    ],
)
def test_prices_in_finds_amounts_and_percentages(text, found):
    assert prices_in(f"<p>{text}</p>") == found


def test_told_says_nothing_below_five_and_no_shares_below_eight():
    assert told({}) == told({S: 4}) == ""
    seven = "Buyers at 5 to 9 organisations compared this with what they paid."
    assert told({S: 5}) == told({S: 1, L: 6}) == seven


def test_told_has_words_for_shares_and_bands_for_counts():
    assert told({S: 7, L: 1}) == (
        "Buyers at 5 to 9 organisations compared this with what they paid: "
        "most paid similar."
    )
    assert told({S: 2, L: 2, M: 2, O: 2}).endswith("what they paid.")
    assert told({M: 30, O: 20, S: 50}).endswith(
        "some paid similar, some paid more, few call it outdated."
    )
    assert "100 or more" in told({S: 100})


@given(st.dictionaries(st.sampled_from(list(Paid)), st.integers(0, 300)))
def test_told_never_holds_a_count(counts):
    bands = {"5", "9", "10", "19", "20", "49", "50", "99", "100"}
    words = told(counts).replace(",", " ").replace(":", " ").split()
    assert {one for one in words if one.isdigit()} <= bands
