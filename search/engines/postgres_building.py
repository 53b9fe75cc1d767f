"""Filling new tables beside those that serve: lists when a segment is full, indexes at the end."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager

import structlog

from community.core.ports import SearchDocument
from search.engines.analysts import Analysts
from search.engines.portions import Portion
from search.engines.postgres_connections import Cursor
from search.engines.postgres_tables import Tables
from search.engines.protocol import EngineBroken

_MOST_BYTES_A_SEGMENT = 256_000_000

Making = Callable[[], AbstractContextManager[Cursor]]
"""Gives a cursor of a transaction in which tables can be made."""

log = structlog.get_logger()


class PostgresBuild:
    """A search.engines.protocol.Build."""

    def __init__(self, making: Making, tables: Tables) -> None:
        self._making = making
        self._tables = tables
        self._is_finished = False
        self._analysts = Analysts(with_vectors=True)
        with self._making() as cursor:
            self._tables.create(cursor)
            self._segment = self._tables.begin(cursor)

    def add(self, documents: Iterable[SearchDocument]) -> None:
        for portion in self._analysts.analyse(list(documents)):
            self._take(portion)

    def finish(self) -> None:
        for portion in self._analysts.finish():
            self._take(portion)
        trigrams = self._make_trigrams()
        with self._making() as cursor:
            if len(self._segment):
                self._tables.write(cursor, self._segment)
            self._tables.finish(cursor, trigrams=trigrams)
        self._is_finished = True

    def abandon(self) -> None:
        self._analysts.close()
        if not self._is_finished:
            with self._making() as cursor:
                self._tables.drop(cursor)

    def _take(self, portion: Portion) -> None:
        with self._making() as cursor:
            self._tables.fill(cursor, self._segment.add(portion))
            if self._segment.pool.size > _MOST_BYTES_A_SEGMENT:
                self._tables.write(cursor, self._segment)
                self._segment = self._tables.begin(cursor)

    def _make_trigrams(self) -> bool:
        """Make pg_trgm if that is possible, and return whether it is there."""
        try:
            with self._making() as cursor:
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except EngineBroken as error:
            log.info("search_without_pg_trgm", error=str(error)[:200])
            return False
        return True
