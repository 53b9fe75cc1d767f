"""Highlights: escaped text, <mark>, and nothing else."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.highlight import highlight, snippet, stems_of


def plural(word: str) -> str:
    return word.removesuffix("s")


WANTED = stems_of(["seats", "cafe"], plural)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("", ""),
        ("no match", "no match"),
        ("Seat SEATS seating", "<mark>Seat</mark> <mark>SEATS</mark> seating"),
        ("Cafés & <b>", "<mark>Cafés</mark> &amp; &lt;b&gt;"),
        (
            "<script>seat</script>",
            "&lt;script&gt;<mark>seat</mark>&lt;/script&gt;",
        ),
        ("\"seat'", "&quot;<mark>seat</mark>&#x27;"),
    ],
)
def test_found_words_are_marked_and_everything_is_escaped(
    text: str, marked: str
) -> None:
    assert highlight(text, WANTED, plural) == marked


@given(st.text(alphabet=st.sampled_from("<>&\"' seat/mark\n\u0301é"), max_size=120))
def test_highlights_hold_the_text_and_no_tag_but_mark(text: str) -> None:
    for marked in (highlight(text, WANTED, plural), snippet(text, WANTED, plural)):
        bare = re.sub(r"</?mark>", "", marked)
        assert "<" not in bare
        assert ">" not in bare
    assert html.unescape(
        re.sub(r"</?mark>", "", highlight(text, WANTED, plural))
    ) == html.unescape(html.escape(text))


def test_a_snippet_is_where_most_was_found() -> None:
    text = "seat " + "filler " * 80 + "the cafe has three seats today " + "more " * 80
    piece = snippet(text, WANTED, plural)
    assert piece.startswith("… filler")
    assert piece.endswith(" …")
    assert "<mark>cafe</mark> has three <mark>seats</mark>" in piece
    assert len(re.sub(r"</?mark>", "", piece)) <= 230


def test_a_short_text_is_its_own_snippet() -> None:
    assert snippet("a seat\n\n here", WANTED, plural) == "a <mark>seat</mark> here"


def test_a_snippet_without_spaces_begins_at_what_was_found() -> None:
    text = "x" * 300 + ".seat"
    assert snippet(text, WANTED, plural) == "… <mark>seat</mark>"


def test_words_behind_an_ellipsis_or_with_accents_are_found() -> None:
    marked = highlight("wait…seats, Éé cafés", WANTED, plural)
    assert marked == "wait…<mark>seats</mark>, Éé <mark>cafés</mark>"


def test_without_words_nothing_is_marked() -> None:
    assert highlight("a & b", frozenset(), plural) == "a &amp; b"
