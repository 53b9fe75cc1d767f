"""From a query to what may be shown: find, re-check in the database, highlight."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog

from community.core.actors import Actor
from community.core.errors import BadRequest, NotFound
from community.core.ports import Searchable, SearchResult
from community.core.text import safe
from search import outbox
from search.engines.protocol import EngineBroken, Found, SearchEngine
from search.highlight import highlight, snippet, stems_of
from search.query import Query

PAGE = 20
OVERVIEW = 5
"""How many of each kind a page of one kind, and the page of all kinds, shows."""

_OVERFETCH = 3
_LAST_OFFSET = 1_000

log = structlog.get_logger()


@dataclass(frozen=True)
class Row:
    """One result as it is shown; title and snippet are HTML, marked safe."""

    title: str
    url: str
    snippet: str
    facts: Sequence[str]


@dataclass(frozen=True)
class Group:
    """Results of one kind; `count` is None when counting was not possible."""

    kind: str
    label: str
    rows: Sequence[Row]
    count: int | None
    next_cursor: str | None = None


@dataclass(frozen=True)
class Answer:
    """What a search found: `shown` groups, and every kind for the tabs.

    `is_partial` says that time ran out; `is_plain` that only titles were searched,
    in the database, because the index is out of order.
    """

    groups: Sequence[Group]
    shown: Sequence[Group]
    is_partial: bool = False
    is_plain: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.shown


@dataclass(frozen=True)
class _Asked:
    """One search: by whom, for what, of which kind, from which place on."""

    actor: Actor
    query: Query
    kind: str | None
    offset: int

    @property
    def size(self) -> int:
        return PAGE if self.kind else OVERVIEW

    def wants(self, kind: str) -> bool:
        return self.kind in {None, kind}


class Finder:
    """Answers queries with an engine, and without one when it is broken."""

    def __init__(self, engine: SearchEngine, sources: Mapping[str, Searchable]) -> None:
        self._engine = engine
        self._sources = sources

    def find(
        self, actor: Actor, query: Query, *, kind: str | None, after: str | None
    ) -> Answer:
        """Return what `actor` may see of what `query` finds.

        All kinds with their best, or one kind from the marker `after` on. Raises
        NotFound for an unknown kind, BadRequest for a marker that is not ours, and
        EngineBusy.
        """
        if kind is not None and kind not in self._sources:
            raise NotFound("Nothing of that kind can be searched for.")
        asked = _Asked(actor, query, kind, _offset(after))
        try:
            self._require_own_index()
            return self._find_indexed(asked)
        except EngineBroken as error:
            log.warning("search_fell_back", error=str(error)[:200])
            self._report()
            return self._find_plainly(asked)

    def _require_own_index(self) -> None:
        """Raise EngineBroken when the index was built from another database."""
        state = outbox.find_state()
        ours = {state.generation, state.building} if state is not None else set()
        if self._engine.generation() not in ours - {None}:
            raise EngineBroken("The index is not of this database.")

    def _find_indexed(self, asked: _Asked) -> Answer:
        limit = asked.offset + asked.size * _OVERFETCH
        limits = {one: limit if asked.wants(one) else 0 for one in self._sources}
        found = self._engine.search(asked.query, limits)
        groups = [self._group(asked, kind, found) for kind in self._sources]
        return _answer(groups, asked, is_partial=not found.complete)

    def _group(self, asked: _Asked, kind: str, found: Found) -> Group:
        count = found.counts.get(kind, 0)
        hits = found.hits.get(kind, ())[asked.offset :]
        rows, dealt_with = self._rows(asked, kind, [hit.key.object_id for hit in hits])
        # The marker counts hits, hidden ones too: the next page begins after the last
        # hit that this one has dealt with.
        next_offset = asked.offset + dealt_with
        is_more = bool(hits) and next_offset < min(count, _LAST_OFFSET)
        cursor = str(next_offset) if is_more else None
        return Group(kind, self._sources[kind].label, rows, count, cursor)

    def _rows(
        self, asked: _Asked, kind: str, ids: Sequence[int]
    ) -> tuple[list[Row], int]:
        """Return a page of what the actor may see of `ids`, and how many ids it took.

        Loads a page at a time: the spare hits are needed only when some are hidden.
        """
        rows: list[Row] = []
        for start in range(0, len(ids), asked.size):
            chunk = ids[start : start + asked.size]
            loaded = self._load(asked.actor, kind, chunk)
            for place, object_id in enumerate(chunk, start + 1):
                if object_id in loaded:
                    rows.append(self._row(asked.query, loaded[object_id]))
                    if len(rows) == asked.size:
                        return rows, place
        return rows, len(ids)

    def _load(
        self, actor: Actor, kind: str, ids: Sequence[int]
    ) -> dict[int, SearchResult]:
        """Load from the database what the actor may see: the index decides nothing."""
        if not ids:
            return {}
        results = self._sources[kind].results(actor, ids)
        return {result.object_id: result for result in results}

    def _row(self, query: Query, result: SearchResult) -> Row:
        stem = self._engine.stem
        wanted = stems_of(query.terms, stem)
        return Row(
            title=safe(highlight(result.title, wanted, stem)),
            url=result.url,
            snippet=safe(snippet(result.body, wanted, stem)),
            facts=result.facts,
        )

    def _find_plainly(self, asked: _Asked) -> Answer:
        """Search the titles in the database: poor, but it answers."""
        groups = []
        for kind, source in self._sources.items():
            ids: list[int] = []
            if asked.wants(kind):
                ids = source.fallback_ids(asked.query.terms, asked.size)
            loaded = self._load(asked.actor, kind, ids)
            rows = [self._row(asked.query, loaded[i]) for i in ids if i in loaded]
            groups.append(Group(kind, source.label, rows, None))
        return _answer(groups, asked, is_plain=True)

    def _report(self) -> None:
        try:
            self._engine.report_broken()
        except EngineBroken:
            # A full disk takes no mark; the worker meets the same trouble by itself.
            log.warning("search_report_failed")


def _answer(
    groups: Sequence[Group],
    asked: _Asked,
    *,
    is_partial: bool = False,
    is_plain: bool = False,
) -> Answer:
    shown = [group for group in groups if group.rows and asked.wants(group.kind)]
    return Answer(groups, shown, is_partial, is_plain)


def _offset(after: str | None) -> int:
    if after is None:
        return 0
    if not (after.isascii() and after.isdigit() and len(after) <= 4):
        raise BadRequest("That page marker is not one of ours.")
    if not 0 < int(after) <= _LAST_OFFSET:
        raise BadRequest("Search shows the best thousand results; please be specific.")
    return int(after)
