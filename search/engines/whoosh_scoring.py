"""Scoring the documents of a Whoosh index, a word at a time, within a deadline."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np

from search.engines.deadline import Deadline, OutOfTime
from search.engines.picking import Picker, Places, preferred
from search.engines.protocol import Found
from search.engines.records import Mask, fitting
from search.engines.tally import FIELDS, Tally, Term, in_fields
from search.engines.whoosh_codec import Numbers, Postings
from search.engines.whoosh_index import LABELS, NAMES
from search.engines.whoosh_phrases import documents_with
from search.engines.whoosh_segments import Leaf, Snapshot
from search.engines.whoosh_stems import stem
from search.query import Phrase, Query
from search.ranking import Floats, Ranking, idf
from search.selection import Selection

_MOST_ENDINGS = 32
"""How many words a prefix may stand for: those that stand most often."""


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
        tally = Tally(leaf.columns, leaf.alive, snapshot.averages, ranking)
        scored = _Scored(leaf, query, selection, tally, deadline)
        try:
            scored.narrow()
            scored.add(terms)
            scored.praise()
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
        tally: Tally,
        deadline: Deadline,
    ) -> None:
        self._leaf = leaf
        self._query = query
        self._selection = selection
        self._tally = tally
        self._deadline = deadline
        self._is_narrowed = False

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
        for field, stems in in_fields(phrase):
            find = partial(self._leaf.postings, field)
            mask[documents_with(find, stems, self._deadline)] = True
        return mask

    def add(self, terms: Sequence[Term]) -> None:
        """Add what each term earns, until time is up."""
        found = []
        for term in terms:
            self._deadline.check()
            lists = [self._leaf.postings(term.field, one) for one in term.texts]
            found.append((term, *_union(lists)))
        if self._selection.every_word:
            self._leave_what_has_all(found)
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


def _union(lists: Sequence[Postings]) -> tuple[Places, Numbers]:
    """Return the documents of all lists and how often the words stand there together."""
    if len(lists) == 1:
        return lists[0].documents.astype(np.intp), lists[0].times
    documents = np.concatenate([one.documents for one in lists])
    times = np.concatenate([one.times for one in lists])
    unique, places = np.unique(documents, return_inverse=True)
    return unique.astype(np.intp), np.bincount(places, times).astype(np.uint32)
