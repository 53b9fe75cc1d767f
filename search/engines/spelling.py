"""Which words a misspelt one may stand for. Pure."""

from collections.abc import Iterable

import numpy as np

_LONG_WORD = 6
"""From so many letters on, two of them may be wrong."""

_MOST_COMPARED = 200
"""Words that are compared letter by letter: those that share most letters."""


def most_slips(word: str) -> int:
    """Return how many letters of `word` may be wrong, missing, extra or swapped."""
    if len(word) < 3:
        return 0
    return 1 if len(word) < _LONG_WORD else 2


def slips(one: str, other: str, most: int) -> int:
    """Return how many slips lead from one word to the other; `most` + 1 for more.

    A slip is a letter that is missing, extra, wrong, or swapped with the next.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, beside in enumerate(other, 1):
            best = min(last[j] + 1, row[-1] + 1, last[j - 1] + (letter != beside))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == beside:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)


class Vocabulary:
    """Words with the number of documents that they stand in."""

    def __init__(self, words: Iterable[tuple[str, int]]) -> None:
        self._counts = dict(words)
        self._words = list(self._counts)
        self._often = np.array(list(self._counts.values()), np.int64)
        self._letters = np.array([_letters(one) for one in self._words], np.uint32)
        self._lengths = np.array([len(one) for one in self._words], np.int32)
        self._first = np.array([ord(one[:1] or " ") for one in self._words], np.int32)

    def count(self, word: str) -> int:
        """Return in how many documents `word` stands."""
        return self._counts.get(word, 0)

    def near(self, word: str) -> list[tuple[int, int, str]]:
        """Return (slips, documents, word) of those that `word` may stand for.

        The nearest first, then the most frequent; the first letter must be right.
        """
        most = most_slips(word)
        if not self._words or not most:
            return []
        differing = np.bitwise_count(self._letters ^ np.uint32(_letters(word)))
        fit = (
            (self._first == ord(word[0]))
            & (np.abs(self._lengths - len(word)) <= most)
            & (differing <= 2 * most)
        )
        places = np.flatnonzero(fit)
        if len(places) > _MOST_COMPARED:
            order = np.lexsort((-self._often[places], differing[places]))
            places = places[order[:_MOST_COMPARED]]
        near = []
        for one in (self._words[place] for place in places):
            wrong = slips(word, one, most)
            if wrong <= most:
                near.append((wrong, self._counts[one], one))
        return sorted(near, key=lambda one: (one[0], -one[1], one[2]))


def _letters(word: str) -> int:
    """Return one bit for each letter that occurs; words far apart differ in many."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) % 32)
    return bits
