"""How near what was typed comes to a name. Pure."""

import difflib
from collections.abc import Iterable, Sequence

from search.engines.protocol import Name
from search.engines.spelling import most_slips, slips
from search.words import fold, words_of

MOST_WORDS = 6
"""Words of what is typed that are looked at."""


def begins(typed: Sequence[str], name: str) -> bool:
    """Whether each typed word begins a word of `name`."""
    words = list(words_of(name))
    return all(any(word.startswith(one) for word in words) for one in typed)


def resembles(typed: Sequence[str], name: str) -> bool:
    """Whether each typed word is nearly a word of `name`."""
    words = list(words_of(name))
    return all(any(_near(one, word) for word in words) for one in typed)


def nearness(text: str, name: str) -> float:
    """Return from 0 to 1 how alike two names are."""
    return difflib.SequenceMatcher(None, fold(text), fold(name)).ratio()


def shortest(names: Iterable[Name], limit: int) -> list[Name]:
    """Return the `limit` shortest names, each document once."""
    return _unique(sorted(names, key=lambda one: (len(one.text), one.text, one.key)))[
        :limit
    ]


def nearest(names: Iterable[Name], limit: int) -> list[Name]:
    """Return the `limit` nearest names, each document once."""
    return _unique(sorted(names, key=lambda one: (-one.nearness, one.text, one.key)))[
        :limit
    ]


def _unique(names: Iterable[Name]) -> list[Name]:
    by_key: dict[tuple[str, int], Name] = {}
    for one in names:
        by_key.setdefault(one.key, one)
    return list(by_key.values())


def _near(one: str, other: str) -> bool:
    return one == other or slips(one, other, most_slips(one)) <= most_slips(one)
