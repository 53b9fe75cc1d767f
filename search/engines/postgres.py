"""The engine of a PostgreSQL database: posting lists in its rows, scored by our formula.

A tsvector with GIN finds names and, by the index of dates, the newest; pg_trgm finds
words for misspelt ones, and where that extension cannot be made, all words with the same
first letter are looked through. The tables live in a schema of their own, so that
migrations need not know of a cache.
"""

import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar

from community.core import clock
from search.engines import postgres_merging, postgres_names, scoring
from search.engines.deadline import SEARCH_SECONDS
from search.engines.portions import portion_of
from search.engines.postgres_building import PostgresBuild
from search.engines.postgres_connections import Connections, Cursor, timed_out
from search.engines.postgres_newest import newest
from search.engines.postgres_reading import Held, Snapshot
from search.engines.postgres_tables import Tables, prepare
from search.engines.protocol import (
    Build,
    Changes,
    EngineBroken,
    Found,
    Key,
    Name,
    Purpose,
)
from search.engines.whoosh_stems import stem
from search.query import Query
from search.ranking import Ranking
from search.selection import EVERYTHING, Selection

T = TypeVar("T")

_SCHEMA = "fairquote_search"
_PATIENCE = 5
"""A statement may take so many times what a search may cost: it is cut by the clock on the
wall, and a crowded machine must not make a search find less."""

_VERSIONS_AT_A_TIME = 10_000


class PostgresEngine:
    """Keeps generations as tables of a schema in the database that holds the data."""

    name = "postgres"

    def __init__(
        self,
        url: str,
        ranking: Ranking | None = None,
        *,
        schema: str = _SCHEMA,
        seconds: float = SEARCH_SECONDS,
    ) -> None:
        self._connections = Connections(url, seconds * _PATIENCE)
        self._seconds = seconds
        self._ranking = ranking or Ranking()
        self._schema = schema
        self._held = Held()
        self._has_trigrams: bool | None = None

    def search(
        self,
        query: Query,
        limits: Mapping[str, int],
        selection: Selection = EVERYTHING,
    ) -> Found:
        try:
            return self._search_once(query, limits, selection)
        except EngineBroken:
            # Rebuilds may have dropped the generation whose lists we asked for.
            if not self._held.forget():
                raise
            return self._search_once(query, limits, selection)

    def _search_once(
        self, query: Query, limits: Mapping[str, int], selection: Selection
    ) -> Found:
        with self._connections.reading() as cursor:
            try:
                snapshot = Snapshot(
                    cursor,
                    self._schema,
                    self._held,
                    *scoring.wanted_for(query, selection),
                )
                return self._search(snapshot, cursor, query, limits, selection)
            except timed_out():
                return Found({kind: [] for kind in limits}, {}, complete=False)

    def _search(
        self,
        snapshot: Snapshot,
        cursor: Cursor,
        query: Query,
        limits: Mapping[str, int],
        selection: Selection,
    ) -> Found:
        if not selection.counted:
            latest = newest(cursor, snapshot.tables, query, limits, selection)
            if latest is not None:
                counts = {kind: len(hits) for kind, hits in latest.items()}
                return Found(latest, counts)
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
        return self._in_time(
            lambda cursor, tables: postgres_names.suggest(
                cursor, tables, typed, kinds, limit
            ),
            [],
        )

    def resembling(self, text: str, kinds: Collection[str], limit: int) -> list[Name]:
        return self._in_time(
            lambda cursor, tables: postgres_names.resembling(
                cursor, tables, text, kinds, limit, trigrams=self._trigrams(cursor)
            ),
            [],
        )

    def corrections(self, words: Sequence[str]) -> dict[str, str]:
        return self._in_time(
            lambda cursor, tables: postgres_names.corrections(
                cursor, tables, words, trigrams=self._trigrams(cursor)
            ),
            {},
        )

    def stem(self, word: str) -> str:
        return stem(word)

    @contextmanager
    def exclusive(self, purpose: Purpose) -> Iterator[bool]:
        key = zlib.crc32(f"{self._schema} {purpose}".encode())
        with self._connections.unhurried() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", (key,))
            (alone,) = cursor.fetchone()
            try:
                yield alone
            finally:
                if alone:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", (key,))

    def generation(self) -> int | None:
        with self._connections.reading() as cursor:
            return self._serving(cursor)

    def apply(self, changes: Changes, *, generation: int | None = None) -> None:
        portion = portion_of(changes.documents, with_vectors=True)
        with self._connections.writing() as cursor:
            number = self._served(cursor) if generation is None else generation
            tables = self.tables(number)
            tables.remove(cursor, changes.keys)
            tables.insert(cursor, portion)
            postgres_merging.merge(cursor, tables)

    def build(self, generation: int) -> Build:
        return PostgresBuild(self.making, self.tables(generation))

    def activate(self, generation: int) -> None:
        with self._connections.writing() as cursor:
            before = self._serving(cursor)
            cursor.execute(
                f"INSERT INTO {self._schema}.state VALUES ('serving', %s) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (generation,),
            )
            cursor.execute(f"DELETE FROM {self._schema}.state WHERE name = 'reported'")
            for other in self.generations(cursor) - {generation, before}:
                self.tables(other).drop(cursor)

    def drop_previous(self) -> None:
        with self._connections.writing() as cursor:
            for other in self.generations(cursor) - {self._serving(cursor)}:
                self.tables(other).drop(cursor)

    def versions(self) -> Iterator[tuple[Key, int]]:
        last = Key("", 0)
        while True:
            with self._connections.unhurried() as cursor:
                tables = self.tables(self._served(cursor))
                cursor.execute(
                    f"SELECT kind, object_id, version FROM {tables.documents} "
                    "WHERE (kind, object_id) > (%s, %s) "
                    f"ORDER BY kind, object_id LIMIT {_VERSIONS_AT_A_TIME}",
                    last,
                )
                rows = cursor.fetchall()
            for kind, object_id, version in rows:
                last = Key(kind, object_id)
                yield last, version
            if len(rows) < _VERSIONS_AT_A_TIME:
                return

    def report_broken(self) -> None:
        with self.making() as cursor:
            cursor.execute(
                f"INSERT INTO {self._schema}.state VALUES ('reported', 1) "
                "ON CONFLICT (name) DO NOTHING"
            )

    def is_reported(self) -> bool:
        with self._connections.reading() as cursor:
            return self._state(cursor, "reported") is not None

    def forget_report(self) -> None:
        with self.making() as cursor:
            cursor.execute(f"DELETE FROM {self._schema}.state WHERE name = 'reported'")

    def is_sound(self) -> bool:
        try:
            with self._connections.unhurried() as cursor:
                return self.tables(self._served(cursor)).are_whole(cursor)
        except EngineBroken:
            return False

    def drop(self) -> None:
        """Delete every generation and the schema itself."""
        with self._connections.writing() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {self._schema} CASCADE")
        self._held.forget()

    def close(self) -> None:
        """Give the connections back; the next search opens others."""
        self._connections.close()

    @contextmanager
    def making(self) -> Iterator[Cursor]:
        """Yield a cursor of a transaction in which tables can be made, for a build."""
        with self._connections.writing() as cursor:
            prepare(cursor, self._schema)
            yield cursor

    def tables(self, generation: int) -> Tables:
        return Tables(self._schema, generation)

    def generations(self, cursor: Cursor) -> set[int]:
        """Return the generations that have tables."""
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = %s "
            "AND tablename LIKE 'document\\_%%'",
            (self._schema,),
        )
        return {int(name.rpartition("_")[2]) for (name,) in cursor.fetchall()}

    def _in_time(self, ask: Callable[[Cursor, Tables], T], otherwise: T) -> T:
        """Return what `ask` does; names are a help that nobody waits for."""
        with self._connections.reading() as cursor:
            tables = self.tables(self._served(cursor))
            try:
                return ask(cursor, tables)
            except timed_out():
                return otherwise

    def _trigrams(self, cursor: Cursor) -> bool:
        if self._has_trigrams is None:
            cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
            self._has_trigrams = cursor.fetchone() is not None
        return self._has_trigrams

    def _serving(self, cursor: Cursor) -> int | None:
        return self._state(cursor, "serving")

    def _served(self, cursor: Cursor) -> int:
        number = self._serving(cursor)
        if number is None:
            raise EngineBroken("There is no index yet.")
        return number

    def _state(self, cursor: Cursor, name: str) -> int | None:
        cursor.execute("SELECT to_regclass(%s)", (f"{self._schema}.state",))
        if cursor.fetchone()[0] is None:
            return None
        cursor.execute(
            f"SELECT value FROM {self._schema}.state WHERE name = %s", (name,)
        )
        row = cursor.fetchone()
        return None if row is None else int(row[0])
