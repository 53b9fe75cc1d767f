"""Building an index from the database, beside the one that serves, and swapping them."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import structlog

from community.core.db import transaction
from community.core.errors import Conflict
from community.core.ports import Searchable
from search import outbox
from search.engines.protocol import Build, EngineBroken, Key, Purpose, SearchEngine
from search.indexer import BATCH, Indexer

_LOCK_PAUSE = 0.02
_LOCK_SECONDS = 60.0
_DRAIN_SECONDS = 1.0

Progress = Callable[[int], None]

log = structlog.get_logger()


class AlreadyBuilding(Conflict):
    """Another process builds the index right now."""

    def __init__(self) -> None:
        super().__init__("The search index is being rebuilt already.")


class Rebuilder:
    """Makes new generations while the old one keeps serving and keeps up."""

    def __init__(
        self,
        engine: SearchEngine,
        sources: Mapping[str, Searchable],
        indexer: Indexer,
    ) -> None:
        self._engine = engine
        self._sources = sources
        self._indexer = indexer

    def rebuild(self, progress: Progress | None = None) -> int:
        """Build from the database, play back what changed meanwhile, and swap.

        Returns how many documents there are; `progress` hears of each batch. Raises
        AlreadyBuilding. However it ends, killed included, what served still serves.
        """
        with self._engine.exclusive(Purpose.REBUILD) as alone:
            if not alone:
                raise AlreadyBuilding
            generation = self._begin()
            build = self._engine.build(generation)
            try:
                count = self._fill(build, progress or (lambda _count: None))
                build.finish()
                self._take_over(generation)
            except BaseException:
                build.abandon()
                with self._alone_at_the_index():
                    self._settle_dead_build()
                raise
        log.info("search_rebuilt", generation=generation, documents=count)
        return count

    def recover(self) -> None:
        """Tidy up after a build whose process died; do nothing while one runs."""
        with outbox.reading():
            state = outbox.find_state()
            if state is None or state.building is None:
                return
        with self._engine.exclusive(Purpose.REBUILD) as alone:
            if alone:
                with self._alone_at_the_index():
                    self._settle_dead_build()

    def _settle_dead_build(self) -> None:
        with transaction():
            state = outbox.find_state()
            if state is None or state.building is None:
                return
            if self._engine.generation() == state.building:
                # It died between the swap and the note of it.
                outbox.replay_kept()
                outbox.note_built(self._engine.name, state.building)
            else:
                outbox.note_abandoned()

    def _begin(self) -> int:
        with self._alone_at_the_index(), transaction():
            state = outbox.find_state()
            known = [self._engine.generation() or 0]
            if state is not None:
                known += [state.generation, state.building or 0]
            generation = max(known) + 1
            outbox.note_building(self._engine.name, generation)
        return generation

    def _fill(self, build: Build, progress: Progress) -> int:
        count = 0
        for kind, source in self._sources.items():
            for ids in _pages_of_ids(source):
                with outbox.reading():
                    changes, _ = self._indexer.load([Key(kind, i) for i in ids])
                build.add(changes.documents)
                count += len(changes.documents)
                progress(count)
                self._keep_serving()
        return count

    def _keep_serving(self) -> None:
        """Drain into the serving index: new posts must not wait for the new one."""
        try:
            self._indexer.drain(seconds=_DRAIN_SECONDS)
        except EngineBroken:
            # It is damaged, which may be why we build: what waits is played back.
            log.info("search_rebuilds_a_broken_index")

    def _take_over(self, generation: int) -> None:
        with self._alone_at_the_index():
            with outbox.reading():
                rows = outbox.waiting(None, indexed_too=True)
            for start in range(0, len(rows), BATCH):
                self._play_back(rows[start : start + BATCH], generation)
            self._engine.activate(generation)
            with transaction():
                outbox.settle([row_id for row_id, _ in rows], keep=False)
                outbox.note_built(self._engine.name, generation)

    def _play_back(self, rows: Sequence[tuple[int, Key]], generation: int) -> None:
        with outbox.reading():
            changes, _ = self._indexer.load([key for _, key in rows])
        self._engine.apply(changes, generation=generation)

    @contextmanager
    def _alone_at_the_index(self) -> Iterator[None]:
        """Wait for Purpose.INDEX: its holders need a second or two."""
        give_up = time.monotonic() + _LOCK_SECONDS
        while time.monotonic() < give_up:
            with self._engine.exclusive(Purpose.INDEX) as alone:
                if alone:
                    yield
                    return
            time.sleep(_LOCK_PAUSE)
        raise AlreadyBuilding


def _pages_of_ids(source: Searchable) -> Iterator[list[int]]:
    last = 0
    while True:
        with outbox.reading():
            ids = source.ids_after(last, BATCH)
        if ids:
            yield ids
        if len(ids) < BATCH:
            return  # what is posted from here on waits in the outbox
        last = ids[-1]
