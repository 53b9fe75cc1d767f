"""Any text stands for a query, within bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import MAX_BYTES, Query, QueryTooLong, parse


def test_words_are_folded_and_unique_without_those_that_tell_nothing() -> None:
    query = parse("How does the Café's RENEWAL renewal go at 140?")
    assert query.words == ("cafe", "renewal", "140")
    assert query.phrases == query.excluded == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Query("")),
        ("   ", Query("   ")),
        ("arbor", Query("arbor", ("arbor",))),
        ('"annual uplift"', Query('"annual uplift"', (), (("annual", "uplift"),))),
        ("“annual uplift”", Query("“annual uplift”", (), (("annual", "uplift"),))),
        ("„annual uplift“", Query("„annual uplift“", (), (("annual", "uplift"),))),
        ('"annual uplift', Query('"annual uplift', (), (("annual", "uplift"),))),
        ('"arbor"', Query('"arbor"', ("arbor",))),
        ('""""', Query('""""')),
        ("arbor -sandbox", Query("arbor -sandbox", ("arbor",), (), (("sandbox",),))),
        (
            'arbor -"per seat"',
            Query('arbor -"per seat"', ("arbor",), (), (("per", "seat"),)),
        ),
        ("-", Query("-")),
        ("- arbor", Query("- arbor", ("arbor",))),
        (
            "on-premise monday.com",
            Query("on-premise monday.com", ("premise", "monday", "com")),
        ),
        ("The Who", Query("The Who", ("the", "who"))),
        ("C++ & R", Query("C++ & R", ("c", "r"))),
        ("\ud800x\x00y", Query("\ud800x\x00y", ("x", "y"))),
    ],
)
def test_text_stands_for_a_query(text: str, expected: Query) -> None:
    assert parse(text) == expected


def test_terms_are_words_and_words_of_phrases_once() -> None:
    query = parse('uplift "annual uplift" arbor -desk')
    assert query.terms == ("uplift", "arbor", "annual")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  ", (True, True)),
        ("-desk", (False, True)),
        ("?!", (False, True)),
        ("desk", (False, False)),
        ('"one two"', (False, False)),
    ],
)
def test_a_query_knows_whether_it_seeks(text: str, expected: tuple) -> None:
    query = parse(text)
    assert (query.is_blank, query.seeks_nothing) == expected


def test_the_bound_of_bytes_is_exact() -> None:
    assert parse("x" * MAX_BYTES).words == ("x" * 64,)
    with pytest.raises(QueryTooLong) as refusal:
        parse("x" * (MAX_BYTES + 1))
    assert refusal.value.status == 400
    assert refusal.value.message == (
        "Please search with at most 256 characters; a few telling words find more than "
        "a whole text."
    )
    with pytest.raises(QueryTooLong):
        parse("é" * (MAX_BYTES // 2 + 1))


def test_the_bound_of_terms_counts_telling_words_of_every_sort() -> None:
    eleven = " ".join(f"w{i}" for i in range(11))
    assert len(parse(f"{eleven} what is the w11 of w10").words) == 12
    for surplus in ("w11 w12", '"w11 w12"', '-"w11 w12"', "w11 -w12"):
        with pytest.raises(QueryTooLong):
            parse(f"{eleven} {surplus}")


@given(st.text(max_size=80))
def test_every_short_text_stands_for_a_bounded_query(text: str) -> None:
    try:
        query = parse(text)
    except QueryTooLong:
        return
    phrases = [*query.phrases, *query.excluded]
    words = [*query.words, *(word for phrase in phrases for word in phrase)]
    assert len(words) <= 12
    assert all(0 < len(word) <= 64 for word in words)
    assert query.text == text
