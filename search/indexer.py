"""Draining the outbox into the index: in batches, re-read from the database, repeatable."""

import math
import time
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from community.core.db import transaction
from community.core.ports import Searchable, SearchDocument
from search import outbox
from search.engines.protocol import (
    Changes,
    EngineBroken,
    EngineStuck,
    Key,
    Purpose,
    SearchEngine,
)

BATCH = 500

log = structlog.get_logger()


class Indexer:
    """Brings the index up to the database; one process at a time does."""

    def __init__(self, engine: SearchEngine, sources: Mapping[str, Searchable]) -> None:
        self._engine = engine
        self._sources = sources

    def drain(self, *, seconds: float = math.inf) -> int:
        """Index what waits, begin nothing after `seconds`, return how many rows it was.

        Does nothing while another process is at it, or when the serving index is not
        this database's. Raises EngineBroken when the index cannot be written: every
        row is then still there.
        """
        give_up = time.monotonic() + seconds
        settled = 0
        with self._engine.exclusive(Purpose.INDEX) as alone:
            while alone:
                rows, count = self._drain_batch()
                settled += count
                # A batch that is not full ends it: whoever posts all the time must
                # not keep us here all the time.
                if rows < BATCH or not count or time.monotonic() > give_up:
                    break
        return settled

    def _drain_batch(self) -> tuple[int, int]:
        """Index one batch; return how many rows it had and how many were settled."""
        with outbox.reading():
            rows = outbox.waiting(BATCH)
            state = outbox.find_state()
            if not rows or state is None:
                return 0, 0
            if state.generation != self._engine.generation():
                return 0, 0
            # Nobody begins or ends a build while we hold Purpose.INDEX.
            keep = state.building is not None
            changes, failed = self.load([key for _, key in rows])
        failed |= self._apply(changes)
        settled = [row_id for row_id, key in rows if key not in failed]
        with transaction():
            outbox.settle(settled, keep=keep)
            given_up = outbox.postpone([i for i, key in rows if key in failed])
        if given_up:
            log.error("search_gave_up", rows=given_up)
        return len(rows), len(settled)

    def load(self, keys: Sequence[Key]) -> tuple[Changes, set[Key]]:
        """Return what to make true of `keys`, and those that could not be read.

        A document that its source cannot make, or makes wrongly, must not keep the
        others waiting; a database that does not answer is another matter and raises.
        """
        unique = list(dict.fromkeys(keys))
        documents: list[SearchDocument] = []
        failed: set[Key] = set()
        for kind, source in self._sources.items():
            ids = [key.object_id for key in unique if key.kind == kind]
            made, not_made = _documents(source, kind, ids)
            documents += made
            failed |= not_made
        present = {Key(one.kind, one.object_id) for one in documents}
        gone = [key for key in unique if key not in present and key not in failed]
        return Changes(documents, gone), failed

    def _apply(self, changes: Changes) -> set[Key]:
        """Apply `changes` and return the keys that the engine does not take."""
        try:
            self._engine.apply(changes)
        except EngineStuck:
            raise
        except EngineBroken:
            if not self._engine.is_sound():
                raise
            return self._apply_one_by_one(changes)
        return set()

    def _apply_one_by_one(self, changes: Changes) -> set[Key]:
        self._engine.apply(Changes(removed=changes.keys))
        failed = set()
        for document in changes.documents:
            try:
                self._engine.apply(Changes([document]))
            except EngineStuck:
                raise
            except EngineBroken as error:
                key = Key(document.kind, document.object_id)
                _log_bad(key, error)
                failed.add(key)
        return failed


def _documents(
    source: Searchable, kind: str, ids: Sequence[int]
) -> tuple[list[SearchDocument], set[Key]]:
    """Return the documents of `ids`, and the keys whose document cannot be made."""
    if not ids:
        return [], set()
    try:
        documents = source.documents(ids)
        for document in documents:
            _require_sound(document, kind, ids)
    except SQLAlchemyError:
        raise
    except Exception as error:  # noqa: BLE001 - another slice's bug, whatever it is
        if len(ids) == 1:
            _log_bad(Key(kind, ids[0]), error)
            return [], {Key(kind, ids[0])}
        return _one_by_one(source, kind, ids)
    return documents, set()


def _one_by_one(
    source: Searchable, kind: str, ids: Sequence[int]
) -> tuple[list[SearchDocument], set[Key]]:
    documents: list[SearchDocument] = []
    failed: set[Key] = set()
    for object_id in ids:
        made, not_made = _documents(source, kind, [object_id])
        documents += made
        failed |= not_made
    return documents, failed


def _require_sound(document: SearchDocument, kind: str, ids: Sequence[int]) -> None:
    """Raise TypeError for a document that an engine could choke on."""
    texts: list[Any] = [document.title, document.body, *document.extra.values()]
    if document.kind != kind or document.object_id not in ids:
        raise TypeError("A source made a document that nobody asked for.")
    if not isinstance(document.version, int):
        raise TypeError("The version of a search document is a number.")
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("A search document holds text.")


def _log_bad(key: Key, error: Exception) -> None:
    log.error(
        "search_document_failed",
        kind=key.kind,
        object=key.object_id,
        error=type(error).__name__,
    )
