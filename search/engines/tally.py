"""Adding up what each document earns for the words of a query: the same for each engine."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from search.engines.picking import Places
from search.engines.postings import BODY, TITLE, Numbers
from search.engines.records import Columns, Mask
from search.engines.whoosh_stems import stem, stems_in_body, stems_in_title
from search.query import Phrase, Query
from search.ranking import Floats, Ranking, gains, norms
from search.selection import Selection


@dataclass(frozen=True)
class Term:
    """One thing to look for in one field: any of `texts`, which count as one word."""

    field: str
    word: str
    texts: tuple[str, ...]
    weight: float


class Tally:
    """What the documents of some columns have earned so far."""

    def __init__(
        self,
        columns: Columns,
        allowed: Mask,
        averages: Mapping[str, float],
        ranking: Ranking,
    ) -> None:
        self._columns = columns
        self.allowed = allowed
        self._averages = averages
        self._ranking = ranking
        self._scores = np.zeros(len(columns))
        self._words = np.zeros(len(columns), np.uint8)
        """How many of the words stand in each document."""
        self._seen: dict[str, Mask] = {}

    def add(self, term: Term, documents: Places, times: Numbers) -> None:
        """Add what `term` earns by standing so often in these places of the columns."""
        here = self.allowed[documents]
        documents, times = documents[here], times[here]
        if not len(documents):
            return
        earned = self._earned(term.field, documents, times)
        self._scores[documents] += term.weight * earned
        had = self._seen.setdefault(term.word, np.zeros(len(self._scores), bool))
        new = documents[~had[documents]]
        self._words[new] += 1
        had[new] = True

    def _earned(self, in_field: str, documents: Places, times: Numbers) -> Floats:
        columns = self._columns
        is_title = in_field == TITLE
        lengths = columns.title_lengths if is_title else columns.body_lengths
        norm = norms(lengths[documents], self._averages[in_field])
        earned = gains(times, norm)
        if is_title:
            boosts = [self._ranking.title_boost(kind) for kind in columns.kind_names]
            earned = earned * np.asarray(boosts)[columns.kinds[documents]]
        return earned

    def praise(
        self, query: Query, with_phrase: Callable[[Phrase, Mask, Floats], Mask]
    ) -> None:
        """Raise what has every word of several, and more so one after another.

        `with_phrase` is told which documents have all words, and all scores.
        """
        if len(query.words) < 2:
            return
        everywhere = self._words >= count_words(query)
        self._scores[everywhere] *= self._ranking.all_words
        if everywhere.any() and not query.prefixes:
            praised = with_phrase(query.words, everywhere, self._scores) & everywhere
            self._scores[praised] *= self._ranking.phrase

    def found(self, query: Query, selection: Selection) -> tuple[Places, Floats]:
        """Return the documents that are found, and what they earned."""
        mask = self.allowed
        if query.words or query.prefixes:
            needed = count_words(query) if selection.every_word else 1
            if not query.phrases or selection.every_word:
                mask = mask & (self._words >= needed)
        elif not query.phrases and not selection.filters:
            mask = np.zeros_like(mask)
        documents = np.flatnonzero(mask)
        return documents, self._scores[documents]


def count_words(query: Query) -> int:
    """Return how many different words and prefixes a query has."""
    return len(dict.fromkeys(map(stem, query.terms))) + len(query.prefixes)


def in_fields(words: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Return the stems that words have in each field."""
    return [(TITLE, stems_in_title(words)), (BODY, stems_in_body(words))]
