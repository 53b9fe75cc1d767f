"""Search as the rest of the house holds it: one object with all its parts joined."""

import time
from collections.abc import Mapping, Sequence
from datetime import timedelta

import structlog
from flask import current_app

from community.core import clock
from community.core.db import transaction
from community.core.jobs import enqueue
from community.core.ports import Marked, Searchable
from search import outbox
from search.asking import Asking
from search.audit import KindAudit, audit
from search.engines.protocol import EngineBroken, Purpose, SearchEngine
from search.indexer import Indexer
from search.limits import TYPING_LIMITS, SearchLimiter
from search.rebuild import Rebuilder
from search.results import Finder
from search.similar import Similar
from search.suggesting import Suggester
from search.watching import Watching

REBUILD_JOB = "search.rebuild"
_BEHIND = timedelta(seconds=60)
_REBUILD_SLOT_SECONDS = 30
_LOOK_SECONDS = 60.0
_DRAIN_SECONDS = 2.0
"""After an import the other jobs of the worker must not wait for all of it."""

log = structlog.get_logger()


class Search:
    """The engine, the sources it searches, and what keeps the one up to the others."""

    def __init__(
        self,
        engine: SearchEngine,
        sources: Sequence[Searchable],
        marked: Mapping[str, Marked] | None = None,
    ) -> None:
        self.engine = engine
        self.sources: Mapping[str, Searchable] = {one.kind: one for one in sources}
        self.indexer = Indexer(engine, self.sources)
        self.rebuilder = Rebuilder(engine, self.sources, self.indexer)
        self.marked = marked or {}
        asking = Asking(engine, self.marked)
        self.finder = Finder(engine, self.sources, asking)
        self.watching = Watching(engine, self.sources, asking)
        self.similar = Similar(engine, self.sources)
        self.suggester = Suggester(engine, self.sources, set(self.marked))
        self.limiter = SearchLimiter()
        self.suggesting = SearchLimiter(visitors=TYPING_LIMITS, members=TYPING_LIMITS)
        self._damaged = False
        self._look_again_at = 0.0

    def tick(self) -> None:
        """Index what waits; ask for a rebuild when there is nothing to index into."""
        self.rebuilder.recover()
        if self.needs_rebuild():
            slot = int(clock.now().timestamp()) // _REBUILD_SLOT_SECONDS
            with transaction():
                enqueue(REBUILD_JOB, unique_key=f"{REBUILD_JOB}@{slot}")
            return
        try:
            self.indexer.drain(seconds=_DRAIN_SECONDS)
        except EngineBroken as error:
            log.warning("search_index_broken", error=str(error)[:200])
            self.engine.report_broken()

    def needs_rebuild(self) -> bool:
        """Whether the index is missing, not of this database, or damaged."""
        with outbox.reading():
            state = outbox.find_state()
            if state is None or state.engine != self.engine.name:
                return True
            if state.generation != self.engine.generation():
                return state.building is None
        return self.engine.is_reported() and self._is_damaged()

    def _is_damaged(self) -> bool:
        """Look into a report, once a minute at most: a query may have been the cause."""
        if time.monotonic() < self._look_again_at:
            return self._damaged
        with self.engine.exclusive(Purpose.INDEX) as alone:
            if not alone:
                return False
            self._damaged = not self.engine.is_sound()
        self._look_again_at = time.monotonic() + _LOOK_SECONDS
        if not self._damaged:
            self.engine.forget_report()
        return self._damaged

    def rebuild_if_needed(self) -> None:
        if self.needs_rebuild():
            self.rebuilder.rebuild()

    def catch_up(self) -> None:
        """Do now whatever the worker would do: for commands and tests."""
        self.rebuilder.recover()
        self.rebuild_if_needed()
        self.indexer.drain()

    def audit(self) -> list[KindAudit]:
        """Compare index and database; raise EngineBroken without a sound index."""
        if self.needs_rebuild():
            raise EngineBroken("There is no index of this database.")
        self.indexer.drain()
        with self.engine.exclusive(Purpose.INDEX) as alone:
            if alone and not self.engine.is_sound():
                # Known now: the report of it need not be looked into again.
                self._damaged = True
                self._look_again_at = time.monotonic() + _LOOK_SECONDS
                raise EngineBroken("The index is damaged.")
        return audit(self.engine, self.sources)

    def repair(self, audits: Sequence[KindAudit]) -> None:
        """Index again what an audit found to differ."""
        with transaction():
            for one in audits:
                outbox.add(one.differing)
        self.indexer.drain()

    def trouble(self) -> str | None:
        """Return what /readyz should say: None when the index keeps up."""
        since = outbox.oldest_waiting()
        if since is not None and clock.now() - since > _BEHIND:
            return "search index is behind"
        return None


def get_search() -> Search:
    """Return the running application's search."""
    search: Search = current_app.extensions["fairquote.search"]
    return search
