"""From a query to what may be shown: find, re-check in the database, highlight."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import structlog

from community.core.actors import Actor
from community.core.errors import BadRequest, NotFound
from community.core.ports import Searchable, SearchResult
from community.core.text import safe
from search import outbox
from search.asking import Asked, Asking, still_fits
from search.engines.protocol import EngineBroken, Found, SearchEngine
from search.highlight import highlight, snippet, stems_of
from search.query import Query, corrected
from search.selection import EVERYTHING, Facets, Selection

PAGE = 20
OVERVIEW = 5
"""How many of each kind a page of one kind, and the page of all kinds, shows."""

_OVERFETCH = 3
_LAST_OFFSET = 1_000
_FEW = 5
"""With fewer results than this, other spellings are looked for."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Row:
    """One result as it is shown; title and snippet are HTML, marked safe."""

    title: str
    url: str
    snippet: str
    facts: Sequence[str]
    figure: str = ""
    """What is published of its price, in one line."""


@dataclass(frozen=True)
class Group:
    """Results of one kind; `count` is None when nobody counted.

    What was found and may not be seen is not counted; `hides` says that there was some.
    """

    kind: str
    label: str
    rows: Sequence[Row]
    count: int | None
    next_cursor: str | None = None
    hides: bool = False


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
    kind: str | None = None
    """The only kind that was looked for."""
    notes: Sequence[str] = ()
    """What to say about how the query was understood."""
    called: Mapping[str, str] = field(default_factory=dict)
    """What the vendors and products are called that were typed in some way."""
    facets: Facets | None = None
    """What the results can be narrowed to; nothing when some of them may not be seen."""
    correction: str = ""
    """What was perhaps meant, when next to nothing was found or a word stands nowhere."""

    @property
    def is_empty(self) -> bool:
        return not self.shown


@dataclass(frozen=True)
class _Asked:
    """One search: by whom, for what, of which kinds, from which place on."""

    actor: Actor
    query: Query
    kinds: frozenset[str]
    offset: int
    selection: Selection = EVERYTHING
    notes: tuple[str, ...] = ()
    called: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str | None:
        """The one kind that fills the page, None when there are several."""
        return next(iter(self.kinds)) if len(self.kinds) == 1 else None

    @property
    def size(self) -> int:
        return PAGE if self.kind else OVERVIEW

    def wants(self, kind: str) -> bool:
        return not self.kinds or kind in self.kinds

    def understood_as(self, asked: Asked) -> "_Asked":
        kinds = asked.selection.wanted.kinds
        return replace(
            self,
            selection=asked.selection,
            notes=asked.notes,
            called=asked.called,
            kinds=kinds,
        )


class Finder:
    """Answers queries with an engine, and without one when it is broken."""

    def __init__(
        self,
        engine: SearchEngine,
        sources: Mapping[str, Searchable],
        asking: Asking,
    ) -> None:
        self._engine = engine
        self._sources = sources
        self._asking = asking

    def find(
        self,
        actor: Actor,
        query: Query,
        *,
        kind: str | None = None,
        after: str | None = None,
    ) -> Answer:
        """Return what `actor` may see of what `query` finds.

        All kinds with their best, or one kind from the marker `after` on. Raises
        NotFound for an unknown kind, BadRequest for a marker that is not ours, and
        EngineBusy.
        """
        if kind is not None:
            if kind not in self._sources:
                raise NotFound("Nothing of that kind can be searched for.")
            query = replace(query, filters=replace(query.filters, kinds=(kind,)))
        kinds = frozenset(query.filters.kinds)
        asked = _Asked(actor, query, kinds, _offset(after), notes=query.problems)
        try:
            self._require_own_index()
            return self._find_indexed(
                asked.understood_as(self._asking.ask(actor, query))
            )
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
        selection = replace(asked.selection, with_facets=True)
        found = self._engine.search(asked.query, limits, selection)
        groups = [self._group(asked, kind, found) for kind in self._sources]
        # A count would tell that there is something which may not be seen.
        is_open = not any(group.hides for group in groups)
        answer = _answer(groups, asked, is_partial=not found.complete)
        return replace(
            answer,
            facets=found.facets if is_open else None,
            correction=self._correction(asked, found),
        )

    def _correction(self, asked: _Asked, found: Found) -> str:
        """Return the query with words that stand nowhere put right, "" if all do.

        Where next to nothing was found, words that stand in no title are as well.
        """
        is_much = sum(found.counts.values()) >= _FEW
        words = found.unknown if is_much else asked.query.words
        corrections = self._engine.corrections(words) if words else {}
        return corrected(asked.query.text, corrections) if corrections else ""

    def _group(self, asked: _Asked, kind: str, found: Found) -> Group:
        count = found.counts.get(kind, 0)
        hits = found.hits.get(kind, ())[asked.offset :]
        rows, dealt_with = self._rows(asked, kind, [hit.key.object_id for hit in hits])
        hidden = dealt_with - len(rows)
        # The marker counts hits, hidden ones too: the next page begins after the last
        # hit that this one has dealt with.
        next_offset = asked.offset + dealt_with
        is_more = bool(hits) and next_offset < min(count, _LAST_OFFSET)
        cursor = str(next_offset) if is_more else None
        label = self._sources[kind].label
        return Group(kind, label, rows, count - hidden, cursor, hides=hidden > 0)

    def _rows(
        self, asked: _Asked, kind: str, ids: Sequence[int]
    ) -> tuple[list[Row], int]:
        """Return a page of what the actor may see of `ids`, and how many ids it took.

        Loads a page at a time: the spare hits are needed only when some are hidden.
        """
        rows: list[Row] = []
        for start in range(0, len(ids), asked.size):
            chunk = ids[start : start + asked.size]
            loaded = self._load(asked, kind, chunk)
            for place, object_id in enumerate(chunk, start + 1):
                if object_id in loaded:
                    rows.append(self._row(asked.query, loaded[object_id]))
                    if len(rows) == asked.size:
                        return rows, place
        return rows, len(ids)

    def _load(
        self, asked: _Asked, kind: str, ids: Sequence[int]
    ) -> dict[int, SearchResult]:
        """Load from the database what the actor may see: the index decides nothing."""
        if not ids:
            return {}
        return {
            result.object_id: result
            for result in self._sources[kind].results(asked.actor, ids)
            if still_fits(asked.selection, result.now)
        }

    def _row(self, query: Query, result: SearchResult) -> Row:
        stem = self._engine.stem
        wanted = stems_of(query.terms, stem)
        return Row(
            title=safe(highlight(result.title, wanted, stem)),
            url=result.url,
            snippet=safe(snippet(result.body, wanted, stem)),
            facts=result.facts,
            figure=result.figure,
        )

    def _find_plainly(self, asked: _Asked) -> Answer:
        """Search the titles in the database: poor, but it answers."""
        groups = []
        for kind, source in self._sources.items():
            ids: list[int] = []
            if asked.wants(kind) and asked.query.terms:
                ids = source.fallback_ids(asked.query.terms, asked.size)
            loaded = self._load(asked, kind, ids)
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
    return Answer(
        groups, shown, is_partial, is_plain, asked.kind, asked.notes, asked.called
    )


def _offset(after: str | None) -> int:
    if after is None:
        return 0
    if not (after.isascii() and after.isdigit() and len(after) <= 4):
        raise BadRequest("That page marker is not one of ours.")
    if not 0 < int(after) <= _LAST_OFFSET:
        raise BadRequest("Search shows the best thousand results; please be specific.")
    return int(after)
