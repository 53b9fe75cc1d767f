"""What an edit changed in a text, in pieces for people to read."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_MOST_LINES = 600
_MOST_WORDS = 800
"""Comparing takes time that grows with the square: longer texts are shown whole."""

_TOLD = re.compile(r"\w+")
_MARK = re.compile(r"\[(?:(?:address|link|name|number|price) )?(?:redacted|removed)\]")
_WORDS = re.compile(r"\S+|\s+")


class Change(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """Some characters of a text, and what became of them."""

    change: Change
    text: str


def changes(old: str | None, new: str | None) -> list[Piece]:
    """Return `new` as compare() does; whole without an older text, nothing for None."""
    if new is None:
        return []
    if old is None:
        return [Piece(Change.SAME, new)]
    return compare(old, new)


def compare(old: str, new: str) -> list[Piece]:
    """Return `new` in pieces, each preceded by what it took the place of in `old`."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    if len(before) + len(after) > _MOST_LINES:
        return _swapped(old, new)
    pieces: list[Piece] = []
    for kind, gone, come in _blocks(before, after):
        pieces += [Piece(Change.SAME, come)] if kind == "equal" else _words(gone, come)
    return pieces


def only_takes_out(before: str, after: str) -> bool:
    """Whether `after` is `before` with words taken out, and none put in.

    What stands in square brackets may say so: "[name removed]".
    """
    left = iter(_TOLD.findall(before))
    return all(word in left for word in _TOLD.findall(_MARK.sub(" ", after)))


def _words(old: str, new: str) -> list[Piece]:
    """Compare two passages word by word, if they have something in common."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if not before or not after or len(before) + len(after) > _MOST_WORDS:
        return _swapped(old, new)
    pieces: list[Piece] = []
    for kind, gone, come in _blocks(before, after):
        pieces += (
            [Piece(Change.SAME, come)] if kind == "equal" else _swapped(gone, come)
        )
    return pieces


def _blocks(before: list[str], after: list[str]) -> Iterator[tuple[str, str, str]]:
    matcher = difflib.SequenceMatcher(None, before, after)
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        gone, come = before[old_from:old_to], after[new_from:new_to]
        yield kind, "".join(gone), "".join(come)


def _swapped(old: str, new: str) -> list[Piece]:
    gone, come = Piece(Change.REMOVED, old), Piece(Change.ADDED, new)
    return [piece for piece in (gone, come) if piece.text]
