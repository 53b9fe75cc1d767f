"""Scoring the documents of an index, a word at a time, within a deadline: for each engine."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

import numpy as np

from search.engines.deadline import Deadline, OutOfTime
from search.engines.phrases import documents_with
from search.engines.picking import Picker, Places, preferred
from search.engines.postings import FIELDS, LABELS, NAMES, Numbers, Postings
from search.engines.protocol import Found
from search.engines.records import Columns, Mask, fitting
from search.engines.tally import Tally, Term, in_fields
from search.engines.whoosh_stems import stem
from search.query import Phrase, Query
from search.ranking import Floats, Ranking, idf
from search.selection import Selection

_MOST_ENDINGS = 32
"""How many words a prefix may stand for: those that stand most often."""

_FEW_WORDS = (2, 3)
"""So many words nearly always stand together somewhere."""

Wanted = tuple[str, str]
"""A field, and what is looked up in it."""


class Leaf(Protocol):
    """Some documents, numbered from 0, with the way to their postings."""

    @property
    def columns(self) -> Columns: ...
    @property
    def alive(self) -> Mask:
        """Which documents were not deleted since."""
        ...

    def postings(self, field: str, text: str) -> Postings:
        """Return where a stem, name or label stands; nowhere is fine."""
        ...

    def count(self, field: str, text: str) -> int:
        """Return in how many documents it stands, deleted ones included."""
        ...

    def having(self, field: str, texts: Sequence[str]) -> Mask:
        """Return which documents have any of `texts` in a field."""
        ...

    def beginning(self, field: str, prefix: str, most: int) -> list[tuple[str, int]]:
        """Return the words that begin so, the most frequent first, with their counts."""
        ...


class Snapshot(Protocol):
    """One state of an index; for one thread at a time."""

    @property
    def leaves(self) -> Sequence[Leaf]: ...
    @property
    def averages(self) -> Mapping[str, float]:
        """How many words each field has on average."""
        ...

    def foresee(self, wanted: Iterable[Wanted], *, places: bool = False) -> None:
        """Hear what will be asked for next: who is far from its lists gets all at once.

        Lists have their places only where that was said.
        """
        ...


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
    plain, placed = wanted_for(query, selection)
    snapshot.foresee(placed, places=True)
    snapshot.foresee(plain)
    terms = _terms(snapshot, query)
    complete = True
    for leaf in snapshot.leaves:
        tally = Tally(leaf.columns, leaf.alive, snapshot.averages, ranking)
        scored = _Scored(snapshot, leaf, query, selection, tally, deadline)
        try:
            scored.narrow()
            scored.add(terms)
            scored.praise()
        except OutOfTime:
            complete = False
        documents, scores = scored.found()
        if not len(documents):
            continue
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
    found = picker.found(complete=complete)
    return replace(found, unknown=tuple(_unknown(snapshot, query)))


def wanted_for(query: Query, selection: Selection) -> tuple[list[Wanted], list[Wanted]]:
    """Return whose lists are surely needed, and of which of them the places too."""
    marks = (selection.wanted, selection.unwanted)
    labels = [(LABELS, one) for of in marks for group in of.groups() for one in group]
    phrases = (*query.phrases, *query.excluded)
    placed = [one for phrase in phrases if len(phrase) > 1 for one in _stems(phrase)]
    if len(query.words) in _FEW_WORDS:
        placed += _stems(query.words)  # it is praised as a phrase where it is one
    single = [one for phrase in phrases if len(phrase) == 1 for one in _stems(phrase)]
    return [*labels, *_stems(query.terms), *single], placed


def _stems(words: Sequence[str]) -> list[Wanted]:
    return [(field, one) for field, stems in in_fields(words) for one in stems]


class _Scored:
    """The documents of one leaf while they are narrowed down and scored."""

    def __init__(
        self,
        snapshot: Snapshot,
        leaf: Leaf,
        query: Query,
        selection: Selection,
        tally: Tally,
        deadline: Deadline,
    ) -> None:
        self._snapshot = snapshot
        self._leaf = leaf
        self._query = query
        self._selection = selection
        self._tally = tally
        self._deadline = deadline
        self._is_narrowed = False
        self._known: dict[Wanted, Postings] = {}

    def narrow(self) -> None:
        """Leave only what fits the selection, has the phrases and nothing excluded."""
        for mask in self._masks():
            self._deadline.check()
            self._tally.allowed = self._tally.allowed & mask
        self._is_narrowed = True

    def _masks(self) -> Iterator[Mask]:
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

    def _with_phrase(self, phrase: Phrase, *_known: object) -> Mask:
        """Return which documents have the phrase in some field."""
        mask = np.zeros(len(self._leaf.columns), bool)
        self._snapshot.foresee(_stems(phrase), places=len(phrase) > 1)
        for field, stems in in_fields(phrase):
            find = partial(self._postings, field, placed=len(phrase) > 1)
            mask[documents_with(find, stems, len(mask), self._deadline)] = True
        return mask

    def _postings(self, field: str, text: str, *, placed: bool = False) -> Postings:
        """Return a list, with its places where wanted; it is read once."""
        found = self._known.get((field, text))
        if found is None or (placed and not found.packed):
            found = self._known[field, text] = self._leaf.postings(field, text)
        return found

    def add(self, terms: Sequence[Term]) -> None:
        """Add what each term earns, until time is up."""
        found = []
        for term in terms:
            self._deadline.check()
            lists = [self._postings(term.field, one) for one in term.texts]
            found.append((term, *_union(lists)))
        if self._selection.every_word:
            self._leave_what_has_all(found)
            if not self._tally.allowed.any():
                return
        for one in found:
            self._deadline.check()
            self._tally.add(*one)

    def _leave_what_has_all(
        self, found: Iterable[tuple[Term, Places, Numbers]]
    ) -> None:
        """Allow only what has each word, before anything is computed for the others."""
        masks: dict[str, Mask] = {}
        for term, documents, _ in found:
            size = len(self._leaf.columns)
            masks.setdefault(term.word, np.zeros(size, bool))[documents] = True
        for mask in masks.values():
            self._tally.allowed = self._tally.allowed & mask

    def praise(self) -> None:
        """Raise what has all words, and the phrase."""
        self._tally.praise(self._query, self._with_phrase)

    def found(self) -> tuple[Places, Floats]:
        """Return the documents that were found, and their scores."""
        if not self._is_narrowed:
            return np.zeros(0, np.intp), np.zeros(0)
        return self._tally.found(self._query, self._selection)


def _terms(snapshot: Snapshot, query: Query) -> list[Term]:
    """Return what to look for, the rarest first."""
    total = sum(len(leaf.columns) for leaf in snapshot.leaves)
    counted = []
    for field, stems in in_fields(query.terms):
        for text in dict.fromkeys(stems):
            count = sum(leaf.count(field, text) for leaf in snapshot.leaves)
            if count:
                counted.append((count, Term(field, text, (text,), idf(count, total))))
    for prefix in query.prefixes:
        for field, endings in _endings(snapshot, prefix).items():
            count = min(sum(endings.values()), total)
            if count:
                term = Term(field, f"{prefix}*", tuple(endings), idf(count, total))
                counted.append((count, term))
    return [term for _, term in sorted(counted, key=lambda one: one[0])]


def _unknown(snapshot: Snapshot, query: Query) -> Iterator[str]:
    """Yield the words that stand nowhere; those too frequent to be looked for do not."""
    for word in query.words:
        wanted = _stems((word,))
        if wanted and not any(
            leaf.count(field, one) for field, one in wanted for leaf in snapshot.leaves
        ):
            yield word


def _endings(snapshot: Snapshot, prefix: str) -> dict[str, dict[str, int]]:
    """Return for each field the stems that a prefix may stand for, with their counts."""
    found = {
        field: list(
            dict.fromkeys(
                one
                for leaf in snapshot.leaves
                for one, _ in leaf.beginning(field, prefix, _MOST_ENDINGS)
            )
        )
        for field in (*FIELDS, NAMES)
    }
    # What was typed may be longer than the stem of what is meant.
    stems = [stem(word) for word in (prefix, *found[NAMES])]
    wanted = {field: dict.fromkeys([*found[field], *stems]) for field in FIELDS}
    snapshot.foresee((field, one) for field, texts in wanted.items() for one in texts)
    endings = {}
    for field, texts in wanted.items():
        counts = [
            (sum(leaf.count(field, one) for leaf in snapshot.leaves), one)
            for one in texts
        ]
        ordered = sorted(counts, key=lambda one: (-one[0], one[1]))[:_MOST_ENDINGS]
        endings[field] = {one: count for count, one in ordered if count}
    return endings


def _union(lists: Sequence[Postings]) -> tuple[Places, Numbers]:
    """Return the documents of all lists and how often the words stand there together."""
    if len(lists) == 1:
        return lists[0].documents.astype(np.intp), lists[0].times
    documents = np.concatenate([one.documents for one in lists])
    times = np.concatenate([one.times for one in lists])
    unique, places = np.unique(documents, return_inverse=True)
    return unique.astype(np.intp), np.bincount(places, times).astype(np.uint32)
