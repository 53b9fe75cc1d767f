"""From the documents that were found to the best of each kind, counts and facets. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from search.engines.protocol import Found, Hit, Key
from search.engines.records import (
    ACCEPTED,
    ANSWERED,
    ASKED,
    NO_DAY,
    VERIFIED,
    Columns,
    hash_of,
    title_hash,
)
from search.query import Query
from search.ranking import Floats, Ranking, freshness
from search.selection import Facets, Order, Selection

_FIRST_YEAR = 1970
_DAYS_TO_1970 = 719_163

Places = NDArray[np.intp]


def preferred(
    columns: Columns,
    documents: Places,
    scores: Floats,
    *,
    query: Query,
    band: str,
    today: int,
    ranking: Ranking,
) -> Floats:
    """Return the scores of `documents` with what adds to them besides their words."""
    factors = np.ones(len(documents))
    flags = columns.flags[documents]
    factors[(flags & ACCEPTED) != 0] *= ranking.accepted
    factors[(flags & VERIFIED) != 0] *= ranking.verified
    if query.terms:
        asked_for = np.uint64(title_hash(query.terms))
        factors[columns.titles[documents] == asked_for] *= ranking.exact_title
    if band:
        same = columns.bands[documents] == np.uint64(hash_of(band))
        factors[same] *= ranking.same_band
    days = columns.days[documents]
    dated = days != NO_DAY
    factors[dated] *= freshness(ranking, np.asarray(today - days[dated], np.float64))
    return np.asarray(scores * factors, np.float64)


class Picker:
    """Keeps the best hits of each kind, and counts all of them."""

    def __init__(self, limits: Mapping[str, int], selection: Selection) -> None:
        self._limits = limits
        self._selection = selection
        self._best: dict[str, list[tuple[float, int, float]]] = {
            kind: [] for kind in limits
        }
        self._counts: Counter[str] = Counter()
        self._vendors: Counter[str] = Counter()
        self._years: Counter[int] = Counter()
        self._answered: Counter[bool] = Counter()

    def take(self, columns: Columns, documents: Places, scores: Floats) -> None:
        """Take what was found: `documents` are places in the columns."""
        kinds = columns.kinds[documents]
        wanted = np.zeros(len(documents), bool)
        for code, kind in enumerate(columns.kind_names):
            if kind in self._limits:
                here = kinds == code
                wanted |= here
                self._take_kind(kind, columns, documents[here], scores[here])
        if self._selection.with_facets:
            self._count(columns, documents[wanted])

    def _take_kind(
        self, kind: str, columns: Columns, documents: Places, scores: Floats
    ) -> None:
        if not len(documents):
            return
        self._counts[kind] += len(documents)
        limit = self._limits[kind]
        ids = columns.object_ids[documents]
        if self._selection.order is Order.NEWEST:
            places = _first(-columns.days[documents].astype(float), -ids, limit)
        else:
            places = _first(-scores, ids, limit)
        days = columns.days[documents]
        for place in places:
            score, object_id = float(scores[place]), int(ids[place])
            if self._selection.order is Order.NEWEST:
                row = (-float(days[place]), -object_id, score)
            else:
                row = (-score, object_id, score)
            self._best[kind].append(row)

    def _count(self, columns: Columns, documents: Places) -> None:
        vendors = np.bincount(
            columns.vendors[documents], minlength=len(columns.vendor_names)
        )
        for name, count in zip(columns.vendor_names, vendors.tolist(), strict=True):
            if name and count:
                self._vendors[name] += count
        flags = columns.flags[documents]
        asked = flags[(flags & ASKED) != 0]
        answered = int(np.count_nonzero(asked & ANSWERED))
        self._answered[True] += answered
        self._answered[False] += len(asked) - answered
        self._years.update(_years(columns.days[documents]))

    def found(self, *, complete: bool) -> Found:
        """Return what is best of all that was taken."""
        is_newest = self._selection.order is Order.NEWEST
        hits = {}
        for kind, rows in self._best.items():
            best = sorted(rows)[: self._limits[kind]]
            hits[kind] = [
                Hit(Key(kind, -number if is_newest else number), score)
                for _, number, score in best
            ]
        counts = dict(self._counts)
        facets = None
        if self._selection.with_facets:
            facets = Facets(
                counts,
                dict(self._vendors.most_common()),
                dict(sorted(self._years.items(), reverse=True)),
                {key: count for key, count in self._answered.items() if count},
            )
        return Found(hits, counts, complete, facets)


def _first(keys: Floats, ties: NDArray[np.int64], limit: int) -> Sequence[int]:
    """Return the places of the `limit` smallest keys; among equals, smallest ties."""
    if limit <= 0:
        return []
    places = np.arange(len(keys))
    if len(keys) > limit:
        last = np.partition(keys, limit - 1)[limit - 1]
        places = np.flatnonzero(keys <= last)
    order = np.lexsort((ties[places], keys[places]))[:limit]
    picked: list[int] = places[order].tolist()
    return picked


def _years(days: NDArray[np.int32]) -> dict[int, int]:
    dated = days[days != NO_DAY]
    if not len(dated):
        return {}
    # NumPy counts days from 1970, Python's ordinals from the year 1.
    since_1970 = dated.astype("i8") - _DAYS_TO_1970
    years = since_1970.astype("datetime64[D]").astype("datetime64[Y]").astype("i8")
    values, counts = np.unique(years + _FIRST_YEAR, return_counts=True)
    return dict(zip(values.tolist(), counts.tolist(), strict=True))
