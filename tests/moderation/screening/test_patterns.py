"""Watched patterns: what they fit, what can't be one, and that none makes the site slow."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.screening.patterns import find, fits, replaced, wrong_with

TEXT = "Better go with (CheapDesk), see https://cheapdesk.example/offer!"


@pytest.mark.parametrize(
    ("pattern", "places"),
    [
        ("cheapdesk", ["CheapDesk"]),
        ("*cheapdesk.example*", ["https://cheapdesk.example/offer"]),
        ("go with", ["go with"]),
        ("go without", []),
        ("cheap?esk", ["CheapDesk"]),
        ("cheap", []),
        ("desk", []),
        ("nothing", []),
    ],
)
def test_words_are_found_whole_and_wildcards_within_words(pattern, places):
    assert [TEXT[hit.start : hit.end] for hit in find(pattern, TEXT)] == places


def test_a_digit_is_a_digit():
    assert fits("+###*", "+4930123")
    assert not fits("+###*", "+49a")
    assert not fits("ab", "abc")
    assert not fits("abc", "ab")
    assert fits("*", "")
    assert fits("a*c*e", "abcde")
    assert not fits("a*c*e", "abcd")


def test_words_are_replaced_where_they_stand():
    assert replaced("cheapdesk", "CheapDesk, cheapdesk.", "[name]") == "[name], [name]."
    assert find("««« abc", "««« abc")


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("x" * 101, "100 characters"),
        ("a b c d e f g", "6 words"),
        ("*a*", "3 letters"),
        ("", "3 letters"),
        ("abc**", "no more"),
        ("(abc)", "without them"),
        ("cheap* loans", ""),
        ("#####", ""),
        ("##########", ""),
    ],
)
def test_what_can_not_be_watched_for_is_said(pattern, sentence):
    told = wrong_with(pattern)

    assert sentence in told
    assert bool(told) == bool(sentence)


@given(st.text("ab*?#", min_size=1, max_size=8), st.text("ab1", max_size=12))
def test_a_word_fits_as_an_expression_would(pattern, word):
    by = {"*": ".*", "?": ".", "#": r"\d"}
    expression = "".join(by.get(one, one) for one in pattern)

    assert fits(pattern, word) == bool(re.fullmatch(expression, word))


def test_many_stars_take_no_time():
    assert not fits("a*" * 50 + "b", "a" * 200)
    assert find("a*a*a*a*a*ab", "a" * 20_000) == []
