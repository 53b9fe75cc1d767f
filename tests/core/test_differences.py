import pytest

from community.core import differences
from community.core.differences import Change, Piece, changes, compare
from tests.effort import little_work

SAME, ADDED, REMOVED = Change.SAME, Change.ADDED, Change.REMOVED


def test_compare_marks_words():
    assert compare("We paid 128.\n\nA lot.", "We paid 109 net.\n\nA lot.") == [
        Piece(SAME, "We paid "),
        Piece(REMOVED, "128."),
        Piece(ADDED, "109 net."),
        Piece(SAME, "\n"),
        Piece(SAME, "\nA lot."),
    ]


def test_compare_marks_lines_that_came_and_went():
    assert compare("a\nb\n", "a\n") == [Piece(SAME, "a\n"), Piece(REMOVED, "b\n")]
    assert compare("a\n", "a\nb\n") == [Piece(SAME, "a\n"), Piece(ADDED, "b\n")]
    assert compare("same", "same") == [Piece(SAME, "same")]
    assert compare("", "") == []


@pytest.mark.parametrize("limit", ["_MOST_LINES", "_MOST_WORDS"])
def test_compare_shows_long_texts_whole(monkeypatch, limit):
    monkeypatch.setattr(differences, limit, 3)
    assert compare("a\nb c", "a\nb d") == (
        [Piece(REMOVED, "a\nb c"), Piece(ADDED, "a\nb d")]
        if limit == "_MOST_LINES"
        else [Piece(SAME, "a\n"), Piece(REMOVED, "b c"), Piece(ADDED, "b d")]
    )


def test_comparing_is_quick_whatever_was_typed():
    for old, new in (
        ("a " * 10_000, "b " * 10_000),
        ("a\n" * 10_000, "a\nb\n" * 5_000),
    ):
        with little_work():
            compare(old, new)
            compare(old[:1600], new[:1600])
            compare(old[:600], new[:600])


def test_changes_of_a_first_version_are_none():
    assert changes(None, "a") == [Piece(SAME, "a")]
    assert changes("a", None) == []
    assert changes("a", "b") == [Piece(REMOVED, "a"), Piece(ADDED, "b")]
