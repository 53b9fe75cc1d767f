"""Folding: what a query and a text agree on."""

import pytest

from search.words import LONGEST_WORD, STOP_WORDS, fold, telling_words, words_of


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Arbor DESK", "arbor desk"),
        ("Café ÜBER Straße", "cafe uber strasse"),
        ("ﬁle №5 ①", "file no5 1"),
        ("ИНВОЙС", "инвоис"),
        ("a\ud800b", "a b"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_words_are_runs_of_letters_and_digits_cut_at_a_length() -> None:
    text = f"$1,234.50 for monday.com {'x' * 100}"
    assert list(words_of(text)) == [
        *("1", "234", "50", "for", "monday", "com"),
        "x" * LONGEST_WORD,
    ]


def test_telling_words_leave_out_the_long_stop_list() -> None:
    assert list(telling_words("What is the price of it?")) == ["price"]


def test_stop_words_are_folded_words_and_none_of_our_trade() -> None:
    assert all(list(words_of(word)) == [word] for word in STOP_WORDS)
    trade = {"price", "cost", "paid", "discount", "renewal", "seat", "vendor", "list"}
    assert not trade & STOP_WORDS
