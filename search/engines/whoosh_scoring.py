"""Scoring the documents of a Whoosh index, a word at a time, within a deadline."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from search.engines.deadline import Deadline, OutOfTime
from search.engines.picking import Picker, Places, preferred
from search.engines.protocol import Found
from search.engines.records import Mask, fitting
from search.engines.whoosh_codec import Numbers, Postings
from search.engines.whoosh_index import BODY, FIELDS, LABELS, NAMES, TITLE
from search.engines.whoosh_phrases import documents_with
from search.engines.whoosh_segments import Leaf, Snapshot
from search.engines.whoosh_stems import stem, stems_in_body, stems_in_title
from search.query import Phrase, Query
from search.ranking import Floats, Ranking, gains, idf, norms
from search.selection import Selection

_MOST_ENDINGS = 32
"""How many words a prefix may stand for: those that stand most often."""


@dataclass(frozen=True)
class Term:
    """One thing to look for in one field: any of `texts`, which count as one word."""

    field: str
    word: str
    texts: tuple[str, ...]
    weight: float


def search(
    snapshot: Snapshot,
    query: Query,
    limits: Mapping[str, int],
    selection: Selection,
    ranking: Ranking,
    *,
    today: int,
    seconds: float,
) -> Found:
    """Return the best of each kind; out of time, the rarest words have counted."""
    deadline = Deadline(seconds)
    picker = Picker(limits, selection)
    terms = _terms(snapshot, query)
    complete = True
    for leaf in snapshot.leaves:
        scored = _Scored(leaf, query, selection, ranking, snapshot.averages, deadline)
        try:
            scored.narrow()
            scored.add(terms)
            scored.praise_phrase()
        except OutOfTime:
            complete = False
        documents, scores = scored.found()
        better = preferred(
            leaf.columns,
            documents,
            scores,
            query=query,
            band=selection.band,
            today=today,
            ranking=ranking,
        )
        picker.take(leaf.columns, documents, better)
    return picker.found(complete=complete)


class _Scored:
    """The documents of one leaf while they are narrowed down and scored."""

    def __init__(
        self,
        leaf: Leaf,
        query: Query,
        selection: Selection,
        ranking: Ranking,
        averages: Mapping[str, float],
        deadline: Deadline,
    ) -> None:
        self._leaf = leaf
        self._query = query
        self._selection = selection
        self._ranking = ranking
        self._averages = averages
        self._deadline = deadline
        size = len(leaf.columns)
        self._allowed = leaf.alive
        self._scores = np.zeros(size)
        self._words = np.zeros(size, np.uint8)
        """How many of the words stand in each document."""
        self._is_narrowed = False

    def narrow(self) -> None:
        """Leave only what fits the selection, has the phrases and nothing excluded."""
        masks = list(self._masks())
        for mask in masks:
            self._deadline.check()
            self._allowed = self._allowed & mask
        self._is_narrowed = True

    def _masks(self) -> Iterable[Mask]:
        leaf = self._leaf
        fits = fitting(leaf.columns, self._selection)
        if fits is not None:
            yield fits
        for group in self._selection.wanted.groups():
            yield leaf.having(LABELS, sorted(group))
        for group in self._selection.unwanted.groups():
            yield ~leaf.having(LABELS, sorted(group))
        for phrase in self._query.phrases:
            yield self._with_phrase(phrase)
        for phrase in self._query.excluded:
            yield ~self._with_phrase(phrase)

    def _with_phrase(self, phrase: Phrase) -> Mask:
        """Return which documents have the phrase in some field."""
        mask = np.zeros(len(self._leaf.columns), bool)
        for field, stems in _in_fields(phrase):
            find = partial(self._leaf.postings, field)
            mask[documents_with(find, stems, self._deadline)] = True
        return mask

    def add(self, terms: Iterable[Term]) -> None:
        """Add what each term earns, until time is up."""
        seen: dict[str, Mask] = {}
        for term in terms:
            self._deadline.check()
            postings = _union(
                [self._leaf.postings(term.field, one) for one in term.texts]
            )
            documents, times = postings
            allowed = self._allowed[documents]
            documents, times = documents[allowed], times[allowed]
            if not len(documents):
                continue
            self._scores[documents] += term.weight * self._earned(
                term.field, documents, times
            )
            had = seen.setdefault(term.word, np.zeros(len(self._scores), bool))
            new = documents[~had[documents]]
            self._words[new] += 1
            had[new] = True

    def _earned(self, field: str, documents: Numbers, times: Numbers) -> Floats:
        columns = self._leaf.columns
        is_title = field == TITLE
        lengths = columns.title_lengths if is_title else columns.body_lengths
        norm = norms(lengths[documents], self._averages[field])
        earned = gains(times, norm)
        if is_title:
            boosts = [self._ranking.title_boost(kind) for kind in columns.kind_names]
            earned *= np.asarray(boosts)[columns.kinds[documents]]
        return earned

    def praise_phrase(self) -> None:
        """Raise what has every word of several, and more so one after another."""
        words = self._query.words
        if len(words) < 2:
            return
        everywhere = self._words >= _count(self._query)
        self._scores[everywhere] *= self._ranking.all_words
        if everywhere.any() and not self._query.prefixes:
            praised = self._with_phrase(words) & everywhere
            self._scores[praised] *= self._ranking.phrase

    def found(self) -> tuple[Places, Floats]:
        """Return the documents that were found, and their scores."""
        if not self._is_narrowed:
            return np.zeros(0, np.intp), np.zeros(0)
        mask = self._allowed
        if self._query.words or self._query.prefixes:
            needed = _count(self._query) if self._selection.every_word else 1
            if not self._query.phrases or self._selection.every_word:
                mask = mask & (self._words >= needed)
        elif not self._query.phrases and not self._selection.filters:
            mask = np.zeros_like(mask)
        documents = np.flatnonzero(mask)
        return documents, self._scores[documents]


def _count(query: Query) -> int:
    """Return how many words count for the words of a query."""
    return len(dict.fromkeys(map(stem, query.terms))) + len(query.prefixes)


def _in_fields(words: Sequence[str]) -> list[tuple[str, list[str]]]:
    return [(TITLE, stems_in_title(words)), (BODY, stems_in_body(words))]


def _terms(snapshot: Snapshot, query: Query) -> list[Term]:
    """Return what to look for, the rarest first."""
    total = sum(len(leaf.columns) for leaf in snapshot.leaves)
    counted = []
    for field, stems in _in_fields(query.terms):
        for text in dict.fromkeys(stems):
            count = sum(leaf.count(field, text) for leaf in snapshot.leaves)
            if count:
                counted.append((count, Term(field, text, (text,), idf(count, total))))
    for prefix in query.prefixes:
        for field in FIELDS:
            endings = _endings(snapshot, field, prefix)
            count = min(sum(endings.values()), total)
            if count:
                term = Term(field, f"{prefix}*", tuple(endings), idf(count, total))
                counted.append((count, term))
    return [term for _, term in sorted(counted, key=lambda one: one[0])]


def _endings(snapshot: Snapshot, field: str, prefix: str) -> dict[str, int]:
    """Return the stems that a prefix may stand for, with their number of documents."""
    counts: dict[str, int] = {}
    for leaf in snapshot.leaves:
        for text, count in leaf.beginning(field, prefix, _MOST_ENDINGS):
            counts[text] = counts.get(text, 0) + count
        # What was typed may be longer than the stem of what is meant.
        whole = leaf.beginning(NAMES, prefix, _MOST_ENDINGS)
        for text in {stem(prefix), *(stem(word) for word, _ in whole)} - counts.keys():
            count = leaf.count(field, text)
            counts |= {text: count} if count else {}
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return dict(ordered[:_MOST_ENDINGS])


def _union(lists: Sequence[Postings]) -> tuple[Numbers, Numbers]:
    """Return the documents of all lists and how often the words stand there together."""
    if len(lists) == 1:
        return lists[0].documents, lists[0].times
    documents = np.concatenate([one.documents for one in lists])
    times = np.concatenate([one.times for one in lists])
    unique, places = np.unique(documents, return_inverse=True)
    return unique, np.bincount(places, times).astype(np.uint32)
