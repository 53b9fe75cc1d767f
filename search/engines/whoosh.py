"""The embedded engine: Whoosh 2.7.4, one long-lived reader in each process."""

import os
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from community.core import clock
from community.core.ports import SearchDocument
from search.engines import scoring, whoosh_index, whoosh_names
from search.engines.analysts import Analysts
from search.engines.deadline import SEARCH_SECONDS, Deadline
from search.engines.generations import Generations
from search.engines.portions import Portion, portion_of
from search.engines.protocol import (
    Build,
    Changes,
    EngineBroken,
    EngineBusy,
    EngineStuck,
    Found,
    Key,
    Name,
    Purpose,
)
from search.engines.whoosh_segments import Snapshot
from search.engines.whoosh_stems import stem
from search.query import Query
from search.ranking import Ranking
from search.selection import EVERYTHING, Selection

_NAMES_SECONDS = 0.1
_WAIT_SECONDS = 2.0
_MOST_BYTES_A_SEGMENT = 256_000_000
_LOOK_SECONDS = 0.25
"""How often a process looks for a newer commit; commits come once a second at most."""


class WhooshEngine:
    """Keeps generations in a folder; the files are for this service alone."""

    name = "whoosh"

    def __init__(
        self,
        folder: Path,
        ranking: Ranking | None = None,
        *,
        seconds: float = SEARCH_SECONDS,
    ) -> None:
        self._generations = Generations(folder)
        self._seconds = seconds
        self._ranking = ranking or Ranking()
        # Whoosh's readers share one position in each file: one search at a time.
        self._turn = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._opened_by = 0
        self._looked_at = 0.0

    def search(
        self,
        query: Query,
        limits: Mapping[str, int],
        selection: Selection = EVERYTHING,
    ) -> Found:
        with self._my_turn() as snapshot:
            return scoring.search(
                snapshot,
                query,
                limits,
                selection,
                self._ranking,
                today=clock.now().toordinal(),
                seconds=self._seconds,
            )

    def suggest(self, typed: str, kinds: Collection[str], limit: int) -> list[Name]:
        with self._my_turn() as snapshot:
            deadline = Deadline(_NAMES_SECONDS)
            return whoosh_names.suggest(snapshot, typed, kinds, limit, deadline)

    def resembling(self, text: str, kinds: Collection[str], limit: int) -> list[Name]:
        with self._my_turn() as snapshot:
            deadline = Deadline(_NAMES_SECONDS)
            return whoosh_names.resembling(snapshot, text, kinds, limit, deadline)

    def corrections(self, words: Sequence[str]) -> dict[str, str]:
        with self._my_turn() as snapshot:
            return whoosh_names.corrections(snapshot, words, Deadline(_NAMES_SECONDS))

    def stem(self, word: str) -> str:
        return stem(word)

    def exclusive(self, purpose: Purpose) -> AbstractContextManager[bool]:
        return self._generations.exclusive(purpose)

    def generation(self) -> int | None:
        return self._generations.serving()

    def apply(self, changes: Changes, *, generation: int | None = None) -> None:
        with _blaming_the_index():
            number = self._served() if generation is None else generation
            index = whoosh_index.open_index(self._generations.path(number))
            portion = portion_of(changes.documents)
            whoosh_index.write(index, remove=changes.keys, portion=portion)
        self._looked_at = 0.0

    def build(self, generation: int) -> Build:
        with _blaming_the_index():
            return _WhooshBuild(self._generations, generation)

    def activate(self, generation: int) -> None:
        with _blaming_the_index():
            self._generations.activate(generation)
        self._looked_at = 0.0

    def drop_previous(self) -> None:
        with _blaming_the_index():
            self._generations.drop_previous()

    def versions(self) -> Iterator[tuple[Key, int]]:
        with _blaming_the_index(), self._opened_anew() as snapshot:
            yield from snapshot.versions()

    def report_broken(self) -> None:
        with _blaming_the_index():
            self._generations.report_broken()

    def is_reported(self) -> bool:
        return self._generations.is_reported()

    def forget_report(self) -> None:
        with _blaming_the_index():
            self._generations.forget_report()

    def is_sound(self) -> bool:
        try:
            with _blaming_the_index(), self._opened_anew() as snapshot:
                return snapshot.is_whole()
        except EngineBroken:
            return False

    def close(self) -> None:
        """Give back the open files; the next search opens them again."""
        with self._turn:
            self._forget_snapshot()

    @contextmanager
    def _my_turn(self) -> Iterator[Snapshot]:
        """Yield the newest state, to one thread at a time; raise EngineBusy."""
        if not self._turn.acquire(timeout=_WAIT_SECONDS):
            raise EngineBusy
        try:
            with _blaming_the_index():
                yield self._fresh_snapshot()
        except EngineBroken:
            self._forget_snapshot()
            raise
        finally:
            self._turn.release()

    @contextmanager
    def _opened_anew(self) -> Iterator[Snapshot]:
        snapshot = Snapshot(self._generations.path(self._served()))
        try:
            yield snapshot
        finally:
            snapshot.close()

    def _served(self) -> int:
        number = self._generations.serving()
        if number is None:
            raise EngineBroken("There is no index yet.")
        return number

    def _fresh_snapshot(self) -> Snapshot:
        """Return a reader that this process opened and that saw the last commit."""
        if self._opened_by != os.getpid():
            # After a fork the files' positions would be shared with the parent.
            self._snapshot, self._looked_at = None, 0.0
        current = self._snapshot
        if current is not None and time.monotonic() - self._looked_at < _LOOK_SECONDS:
            return current
        path = self._generations.path(self._served())
        self._looked_at = time.monotonic()
        if current is not None and current.path == path and current.is_fresh():
            return current
        self._snapshot = Snapshot(path, current.segments if current else None)
        self._opened_by = os.getpid()
        if current is not None:
            current.close()
        return self._snapshot

    def _forget_snapshot(self) -> None:
        if self._snapshot is not None and self._opened_by == os.getpid():
            self._snapshot.close()
        self._snapshot = None


class _WhooshBuild:
    """Writes a whole generation, in segments that fit into memory while they are made."""

    def __init__(self, generations: Generations, generation: int) -> None:
        self._generations = generations
        self._generation = generation
        self._index = whoosh_index.create(generations.make(generation))
        self._writer: Any = whoosh_index.open_writer(self._index)
        self._analysts = Analysts()

    def add(self, documents: Iterable[SearchDocument]) -> None:
        with _blaming_the_index():
            for portion in self._analysts.analyse(list(documents)):
                self._take(portion)

    def finish(self) -> None:
        with _blaming_the_index():
            for portion in self._analysts.finish():
                self._take(portion)
            self._writer.commit(merge=False)
            whoosh_index.note_files(self._index)

    def abandon(self) -> None:
        self._analysts.close()
        if not self._writer.is_closed:
            whoosh_index.close_quietly(self._writer)
            self._generations.drop(self._generation)

    def _take(self, portion: Portion) -> None:
        whoosh_index.add(self._writer, portion)
        if self._writer.pool.size > _MOST_BYTES_A_SEGMENT:
            self._writer.commit(merge=False)
            self._writer = whoosh_index.open_writer(self._index)


@contextmanager
def _blaming_the_index() -> Iterator[None]:
    try:
        yield
    except EngineBroken:
        raise
    except OSError as error:
        raise EngineStuck(f"{type(error).__name__}: {error}") from error
    except Exception as error:
        # Torn files raise anything: EOFError, zlib.error, KeyError, struct.error …
        raise EngineBroken(f"{type(error).__name__}: {error}") from error
