"""Scoring the documents of a Whoosh index, a word at a time, within a deadline."""

import heapq
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from search.engines.deadline import Deadline, OutOfTime
from search.engines.protocol import Found, Hit, Key
from search.engines.whoosh_index import ANALYZERS, TITLE
from search.engines.whoosh_phrases import documents_with
from search.engines.whoosh_segments import Leaf, Segment, Snapshot
from search.query import Phrase, Query
from search.ranking import Ranking, gain, idf, norms

_POSTINGS_BETWEEN_CHECKS = 256


def search(
    snapshot: Snapshot,
    query: Query,
    limits: Mapping[str, int],
    ranking: Ranking,
    *,
    seconds: float,
) -> Found:
    """Return the best of each kind; out of time, the rarest words have counted."""
    scorer = _Scorer(snapshot.searcher, query, ranking, Deadline(seconds))
    best = _Best(limits)
    complete = True
    for leaf in snapshot.leaves:
        scores: dict[int, float] = {}
        try:
            scorer.score(leaf, scores)
        except OutOfTime:
            complete = False
        best.take(leaf.segment, scores)
    return best.found(complete=complete)


class _Scorer:
    """Scores the leaves of one index for one query."""

    def __init__(
        self, searcher: Any, query: Query, ranking: Ranking, deadline: Deadline
    ) -> None:
        self._query = query
        self._ranking = ranking
        self._deadline = deadline
        self._average = {
            field: searcher.avg_field_length(field, 0.0) for field in ANALYZERS
        }
        self._weights = _weights(searcher, query)

    def score(self, leaf: Leaf, scores: dict[int, float]) -> None:
        """Add to `scores` what each document of `leaf` earns; raise OutOfTime."""
        excluded = {
            document
            for phrase in self._query.excluded
            for document in self._with_phrase(leaf, phrase)
        }
        only = None
        if self._query.phrases:
            only = set.intersection(
                *(self._with_phrase(leaf, phrase) for phrase in self._query.phrases)
            )
            scores.update(dict.fromkeys(only - excluded, 0.0))
        for (field, text), weight in self._weights.items():
            for document, earned in self._earned(leaf, field, text):
                if document in excluded or (only is not None and document not in only):
                    continue
                scores[document] = scores.get(document, 0.0) + weight * earned

    def _with_phrase(self, leaf: Leaf, phrase: Phrase) -> set[int]:
        """Return the documents that have the phrase in some field."""
        reader = leaf.searcher.reader()
        found: set[int] = set()
        for field, analyzer in ANALYZERS.items():
            stems = list(analyzer.stems(" ".join(phrase)))
            found |= documents_with(reader, field, stems, self._deadline)
        return found

    def _earned(self, leaf: Leaf, field: str, text: str) -> Iterator[tuple[int, float]]:
        """Yield each document with the word and what that adds, idf aside."""
        reader, segment = leaf.searcher.reader(), leaf.segment
        if (field, text) not in reader:
            return
        lengths = segment.lengths[field]
        norm_of = norms(lengths.distinct, self._average[field])
        boost_of = [
            self._ranking.title_boost(kind) if field == TITLE else 1.0
            for kind in segment.kinds
        ]
        matcher = reader.postings(field, text)
        for document, occurrences in self._walk(matcher):
            norm = norm_of[lengths.of[document]]
            boost = boost_of[segment.kind_of[document]]
            yield document, boost * gain(occurrences, norm)

    def _walk(self, matcher: Any) -> Iterator[tuple[int, float]]:
        """Yield (document, weight) as long as there is time; raise OutOfTime."""
        until_check = 0
        while matcher.is_active():
            if until_check == 0:
                until_check = _POSTINGS_BETWEEN_CHECKS
                self._deadline.check()
            until_check -= 1
            yield matcher.id(), matcher.weight()
            matcher.next()


def _weights(searcher: Any, query: Query) -> dict[tuple[str, str], float]:
    """Return the idf of each (field, stem) that stands somewhere, the rarest first."""
    counted = []
    text = " ".join(query.terms)
    for field, analyzer in ANALYZERS.items():
        for stemmed in dict.fromkeys(analyzer.stems(text)):
            count = searcher.doc_frequency(field, stemmed)
            if count:
                counted.append((count, (field, stemmed)))
    documents = searcher.doc_count_all()
    return {term: idf(count, documents) for count, term in sorted(counted)}


class _Best:
    """Keeps the best hits of each kind, and counts all of them."""

    def __init__(self, limits: Mapping[str, int]) -> None:
        self._limits = limits
        self._heaps: dict[str, list[tuple[float, int]]] = {kind: [] for kind in limits}
        self._counts: Counter[str] = Counter()

    def take(self, segment: Segment, scores: Mapping[int, float]) -> None:
        for kind, ranked in _by_kind(segment, scores).items():
            if kind in self._limits:
                self._counts[kind] += len(ranked)
                candidates = chain(self._heaps[kind], ranked)
                self._heaps[kind] = heapq.nsmallest(self._limits[kind], candidates)

    def found(self, *, complete: bool) -> Found:
        hits = {
            kind: [Hit(Key(kind, object_id), -rank) for rank, object_id in heap]
            for kind, heap in self._heaps.items()
        }
        return Found(hits, dict(self._counts), complete)


def _by_kind(
    segment: Segment, scores: Mapping[int, float]
) -> dict[str, list[tuple[float, int]]]:
    """Return (negative score, id) by kind: ascending is best first, then oldest."""
    sorted_out: dict[str, list[tuple[float, int]]] = {
        kind: [] for kind in segment.kinds
    }
    by_code = list(sorted_out.values())
    for document, score in scores.items():
        by_code[segment.kind_of[document]].append((-score, segment.ids[document]))
    return sorted_out
