"""Scoring the documents of a Whoosh index, a word at a time, within a deadline."""

import heapq
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from whoosh.query import Phrase as WhooshPhrase

from search.engines.protocol import Found, Hit, Key
from search.engines.whoosh_index import ANALYZERS, TITLE
from search.engines.whoosh_segments import Leaf, Segment, Snapshot
from search.query import Phrase, Query
from search.ranking import Ranking, gain, idf, norms

_POSTINGS_BETWEEN_LOOKS = 256


class _OutOfTime(Exception):
    """The search took as long as it may; what was scored so far stands."""


def search(
    snapshot: Snapshot,
    query: Query,
    limits: Mapping[str, int],
    ranking: Ranking,
    *,
    seconds: float,
) -> Found:
    """Return the best of each kind; out of time, the rarest words have counted."""
    scorer = _Scorer(snapshot.searcher, query, ranking, time.perf_counter() + seconds)
    best = _Best(limits)
    complete = True
    for leaf in snapshot.leaves:
        scores: dict[int, float] = {}
        try:
            scorer.score(leaf, scores)
        except _OutOfTime:
            complete = False
        best.take(leaf.segment, scores)
    return best.found(complete=complete)


class _Scorer:
    """Scores the leaves of one index for one query."""

    def __init__(
        self, searcher: Any, query: Query, ranking: Ranking, deadline: float
    ) -> None:
        self._query = query
        self._ranking = ranking
        self._deadline = deadline
        self._average = {
            field: searcher.avg_field_length(field, 0.0) for field in ANALYZERS
        }
        self._weights = _weights(searcher, query)

    def score(self, leaf: Leaf, scores: dict[int, float]) -> None:
        """Add to `scores` what each document of `leaf` earns; raise _OutOfTime."""
        excluded = {
            document
            for phrase in self._query.excluded
            for document in self._with_phrase(leaf, phrase)
        }
        only = None
        if self._query.phrases:
            only = set.intersection(
                *(set(self._with_phrase(leaf, p)) for p in self._query.phrases)
            )
            scores.update(dict.fromkeys(only - excluded, 0.0))
        for (field, text), weight in self._weights.items():
            for document, earned in self._earned(leaf, field, text):
                if document in excluded or (only is not None and document not in only):
                    continue
                scores[document] = scores.get(document, 0.0) + weight * earned

    def _with_phrase(self, leaf: Leaf, phrase: Phrase) -> Iterator[int]:
        """Yield the documents that have the phrase in some field."""
        for field, analyzer in ANALYZERS.items():
            texts = list(analyzer.stems(" ".join(phrase)))
            if not texts:
                continue
            matcher = WhooshPhrase(field, texts).normalize().matcher(leaf.searcher)
            for document, _ in self._walk(matcher, _ignore):
                yield document

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
        for document, occurrences in self._walk(matcher, matcher.weight):
            norm = norm_of[lengths.of[document]]
            boost = boost_of[segment.kind_of[document]]
            yield document, boost * gain(occurrences, norm)

    def _walk(self, matcher: Any, weight: Any) -> Iterator[tuple[int, float]]:
        """Yield (document, weight) as long as there is time; raise _OutOfTime."""
        until_look = 0
        while matcher.is_active():
            if until_look == 0:
                until_look = _POSTINGS_BETWEEN_LOOKS
                if time.perf_counter() > self._deadline:
                    raise _OutOfTime
            until_look -= 1
            yield matcher.id(), weight()
            matcher.next()


def _ignore() -> float:
    return 0.0


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
                heap = heapq.merge(self._heaps[kind], sorted(ranked))
                self._heaps[kind] = heapq.nsmallest(self._limits[kind], heap)

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
    lists: Iterable[list[tuple[float, int]]] = list(sorted_out.values())
    by_code = list(lists)
    for document, score in scores.items():
        by_code[segment.kind_of[document]].append((-score, segment.ids[document]))
    return sorted_out
