"""Looking again for those who follow a search: for everybody the same, and only what is public."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, timedelta

from community.core import clock
from community.core.actors import VISITOR, Actor
from community.core.errors import Invalid
from community.core.ports import Searchable, SearchResult
from community.core.text import clean_line
from search.asking import Asking, still_fits
from search.engines.protocol import EngineBroken, EngineBusy, SearchEngine
from search.limits import SearchLimiter
from search.query import Query, QueryTooLong, parse
from search.selection import Order, Selection

_NEWS = frozenset({"question", "answer", "review", "official", "event"})
"""What can be new. Deals come with a release, and no day of theirs is told (P13)."""
_OVERFETCH = 2


class Watching:
    """A core.ports.WatchesSearches on the index of search."""

    memory = timedelta(days=2)

    def __init__(
        self, engine: SearchEngine, sources: Mapping[str, Searchable], asking: Asking
    ) -> None:
        self._engine = engine
        self._sources = sources
        self._asking = asking
        self._limiter = SearchLimiter()

    def hit(self, actor: Actor, address: str) -> None:
        self._limiter.hit(actor, address)

    def checked(self, typed: str) -> str:
        text = clean_line(typed)
        try:
            query = _read(text)
        except QueryTooLong as error:
            raise Invalid(error.message) from None
        if query.seeks_nothing:
            raise Invalid("Search for something first, then follow the search.")
        return text

    def newest(self, text: str, since: date, limit: int) -> list[SearchResult]:
        query = _read(text)
        filters = query.filters
        query = replace(
            query, filters=replace(filters, since=max(filters.since or since, since))
        )
        try:
            return self._newest(query, limit)
        except (EngineBroken, EngineBusy):
            return []

    def _newest(self, query: Query, limit: int) -> list[SearchResult]:
        selection = self._asking.ask(VISITOR, query).selection
        kinds = selection.wanted.kinds or _NEWS
        kinds = kinds & _NEWS & self._sources.keys()
        if not kinds:
            return []
        selection = replace(
            selection,
            wanted=replace(selection.wanted, kinds=frozenset(kinds)),
            order=Order.NEWEST,
            counted=False,
        )
        limits = dict.fromkeys(sorted(kinds), limit * _OVERFETCH)
        found = self._engine.search(query, limits, selection)
        return [
            result
            for kind in limits
            for result in self._seen(
                kind, [hit.key.object_id for hit in found.hits[kind]], selection
            )[:limit]
        ]

    def recall(
        self, found: Sequence[tuple[str, str, int]]
    ) -> list[SearchResult | None]:
        wanted: dict[str, list[int]] = {}
        for _, kind, object_id in found:
            wanted.setdefault(kind, []).append(object_id)
        seen = {
            (kind, one.object_id): one
            for kind, ids in wanted.items()
            if kind in self._sources
            for one in self._sources[kind].results(VISITOR, ids)
        }
        recalled = [(text, seen.get((kind, number))) for text, kind, number in found]
        return [one if one and _is_by(text, one) else None for text, one in recalled]

    def _seen(
        self, kind: str, ids: Sequence[int], selection: Selection
    ) -> list[SearchResult]:
        """Return what everybody may see of `ids`, in their order."""
        if not ids:
            return []
        loaded = {
            one.object_id: one
            for one in self._sources[kind].results(VISITOR, ids)
            if still_fits(selection, one.now)
        }
        return [loaded[one] for one in ids if one in loaded]


def _is_by(text: str, found: SearchResult) -> bool:
    """Whether a search for what somebody wrote would still find it under their name."""
    authors = _read(text).filters.authors
    return not authors or found.now.author in authors


def _read(text: str) -> Query:
    return parse(text, today=clock.now().astimezone(UTC).date())
