"""Marking what was found in a text: everything escaped, nothing but <mark> added. Pure."""

import html
import re
from collections.abc import Callable, Collection
from functools import lru_cache

from search.words import LONGEST_WORD, fold

Stem = Callable[[str], str]

_LONGEST_TEXT = 20_000
_BEFORE = 60


def stems_of(words: Collection[str], stem: Stem) -> frozenset[str]:
    return frozenset(stem(word) for word in words)


def highlight(text: str, wanted: Collection[str], stem: Stem) -> str:
    """Return `text` as HTML with the words of the `wanted` stems in <mark>."""
    parts = []
    end = 0
    for start, stop in _found(text[:_LONGEST_TEXT], wanted, stem):
        parts += [
            html.escape(text[end:start]),
            f"<mark>{html.escape(text[start:stop])}</mark>",
        ]
        end = stop
    return "".join([*parts, html.escape(text[end:])])


def snippet(text: str, wanted: Collection[str], stem: Stem, length: int = 220) -> str:
    """Return the piece of `text` where it gets interesting, as highlighted HTML."""
    one_line = " ".join(text[:_LONGEST_TEXT].split())
    start = _start(one_line, _densest(one_line, wanted, stem, length))
    piece = one_line[start : start + length]
    if start + length < len(one_line):
        piece = piece.rsplit(" ", 1)[0] + " …"
    if start:
        piece = "… " + piece
    return highlight(piece, wanted, stem)


def _found(text: str, wanted: Collection[str], stem: Stem) -> list[tuple[int, int]]:
    if not wanted:
        return []
    initials = "".join(sorted({one[0] for one in wanted}))
    return [
        match.span()
        for match in _candidates(initials).finditer(text)
        if stem(fold(match.group())[:LONGEST_WORD]) in wanted
    ]


@lru_cache(maxsize=256)
def _candidates(initials: str) -> re.Pattern[str]:
    """Return what matches words that may fold and stem to one with these initials.

    Stems keep the first letter, so most words need no stemming to be passed over; what
    is not ASCII may fold to any letter.
    """
    letters = re.escape(initials + initials.upper())
    return re.compile(rf"\b(?:[{letters}]|[^\W\x00-\x7f])\w*")


def _densest(text: str, wanted: Collection[str], stem: Stem, length: int) -> int:
    """Return where the stretch of `length` with the most found words begins."""
    starts = [start for start, _ in _found(text, wanted, stem)]
    best, most, last = 0, 0, 0
    for first, start in enumerate(starts):
        while last < len(starts) and starts[last] < start + length - _BEFORE:
            last += 1
        if last - first > most:
            best, most = start, last - first
    return best


def _start(text: str, found: int) -> int:
    """Return where to cut so that some words lead up to what was found."""
    if found <= _BEFORE:
        return 0
    space = text.find(" ", found - _BEFORE, found)
    return found if space < 0 else space + 1
