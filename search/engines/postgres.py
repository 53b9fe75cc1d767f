"""The engine of a PostgreSQL database: its own full text, scored by our formula.

GIN over tsvectors finds the candidates, pg_trgm finds words for misspelt ones; where that
extension cannot be made, all words with the same first letter are looked through. The
tables live in a schema of their own, so that migrations need not know of a cache.
"""

import os
import threading
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from community.core import clock
from community.core.ports import SearchDocument
from search.engines import postgres_names
from search.engines.postgres_scoring import Search
from search.engines.postgres_tables import DOCUMENTS, Cursor, Tables, count_terms
from search.engines.postgres_words import row_of
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
from search.engines.whoosh_stems import stem
from search.query import Query
from search.ranking import Ranking
from search.selection import EVERYTHING, Selection

_SCHEMA = "fairquote_search"
_SEARCHES_AT_A_TIME = 4
_WAIT_SECONDS = 2.0
_READING = "-c statement_timeout=250 -c jit=off -c enable_seqscan=off -c pg_trgm.similarity_threshold=0.15"
_WRITING = "-c jit=off"
_VERSIONS_AT_A_TIME = 10_000

log = structlog.get_logger()


class PostgresEngine:
    """Keeps generations as tables of a schema in the database that holds the data."""

    name = "postgres"

    def __init__(
        self, url: str, ranking: Ranking | None = None, *, schema: str = _SCHEMA
    ) -> None:
        self._url = url
        self._ranking = ranking or Ranking()
        self._schema = schema
        self._lock = threading.Lock()
        self._reading: sa.Engine | None = None
        self._writing: sa.Engine | None = None
        self._opened_by = 0
        self._has_trigrams: bool | None = None

    def search(
        self,
        query: Query,
        limits: Mapping[str, int],
        selection: Selection = EVERYTHING,
    ) -> Found:
        with self._reader() as (cursor, tables):
            search = Search(cursor, tables, query, selection)
            today = clock.now().toordinal()
            try:
                return search.run(limits, self._ranking, today=today)
            except self._timed_out():
                return Found({kind: [] for kind in limits}, {}, complete=False)

    def suggest(self, typed: str, kinds: Collection[str], limit: int) -> list[Name]:
        with self._reader() as (cursor, tables):
            return postgres_names.suggest(cursor, tables, typed, kinds, limit)

    def resembling(self, text: str, kinds: Collection[str], limit: int) -> list[Name]:
        with self._reader() as (cursor, tables):
            return postgres_names.resembling(
                cursor, tables, text, kinds, limit, trigrams=self._trigrams(cursor)
            )

    def corrections(self, words: Sequence[str]) -> dict[str, str]:
        with self._reader() as (cursor, tables):
            return postgres_names.corrections(
                cursor, tables, words, trigrams=self._trigrams(cursor)
            )

    def stem(self, word: str) -> str:
        return stem(word)

    @contextmanager
    def exclusive(self, purpose: Purpose) -> Iterator[bool]:
        key = zlib.crc32(f"{self._schema} {purpose}".encode())
        with self._connected(self._engines()[1]) as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", (key,))
            (alone,) = cursor.fetchone()
            try:
                yield alone
            finally:
                if alone:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", (key,))

    def generation(self) -> int | None:
        with self._connected(self._engines()[0]) as cursor:
            return self._serving(cursor)

    def apply(self, changes: Changes, *, generation: int | None = None) -> None:
        rows = [row_of(one) for one in changes.documents]
        with self._transaction() as cursor:
            number = self._served(cursor) if generation is None else generation
            tables = Tables(self._schema, number)
            counts = tables.remove(cursor, changes.keys)
            tables.insert(cursor, rows)
            counts.update(count_terms(rows))
            tables.count(cursor, counts)

    def build(self, generation: int) -> Build:
        return _PostgresBuild(self, generation)

    def activate(self, generation: int) -> None:
        with self._transaction() as cursor:
            before = self._serving(cursor)
            cursor.execute(
                f"INSERT INTO {self._schema}.state VALUES ('serving', %s) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (generation,),
            )
            cursor.execute(f"DELETE FROM {self._schema}.state WHERE name = 'reported'")
            for other in self._generations(cursor) - {generation, before}:
                Tables(self._schema, other).drop(cursor)

    def versions(self) -> Iterator[tuple[Key, int]]:
        last = 0
        while True:
            with self._connected(self._engines()[1]) as cursor:
                tables = Tables(self._schema, self._served(cursor))
                cursor.execute(
                    f"SELECT id, kind, object_id, version FROM {tables.documents} "
                    f"WHERE id > %s ORDER BY id LIMIT {_VERSIONS_AT_A_TIME}",
                    (last,),
                )
                rows = cursor.fetchall()
            for _, kind, object_id, version in rows:
                yield Key(kind, object_id), version
            if len(rows) < _VERSIONS_AT_A_TIME:
                return
            last = rows[-1][0]

    def report_broken(self) -> None:
        with self._transaction() as cursor:
            self._prepare(cursor)
            cursor.execute(
                f"INSERT INTO {self._schema}.state VALUES ('reported', 1) "
                "ON CONFLICT (name) DO NOTHING"
            )

    def is_reported(self) -> bool:
        with self._connected(self._engines()[0]) as cursor:
            return self._state(cursor, "reported") is not None

    def forget_report(self) -> None:
        with self._transaction() as cursor:
            self._prepare(cursor)
            cursor.execute(f"DELETE FROM {self._schema}.state WHERE name = 'reported'")

    def is_sound(self) -> bool:
        try:
            with self._connected(self._engines()[1]) as cursor:
                tables = Tables(self._schema, self._served(cursor))
                cursor.execute(
                    f"SELECT count(*), (SELECT documents FROM {tables.terms} "
                    f"WHERE lexeme = '{DOCUMENTS}') FROM {tables.documents}"
                )
                here, noted = cursor.fetchone()
                return bool(here == (noted or 0))
        except EngineBroken:
            return False

    def drop(self) -> None:
        """Delete every generation and the schema itself."""
        with self._transaction() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {self._schema} CASCADE")

    def close(self) -> None:
        """Give the connections back; the next search opens others."""
        with self._lock:
            for one in (self._reading, self._writing):
                if one is not None and self._opened_by == os.getpid():
                    one.dispose()
            self._reading = self._writing = None

    @contextmanager
    def making(self) -> Iterator[Cursor]:
        """Yield a cursor of a transaction in which tables can be made, for a build."""
        with self._transaction() as cursor:
            self._prepare(cursor)
            yield cursor

    def tables(self, generation: int) -> Tables:
        return Tables(self._schema, generation)

    def make_trigrams(self) -> bool:
        """Make pg_trgm if that is possible, and return whether it is there."""
        try:
            with self._transaction() as cursor:
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except EngineBroken as error:
            log.info("search_without_pg_trgm", error=str(error)[:200])
            return False
        return True

    def _prepare(self, cursor: Cursor) -> None:
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {self._schema}")
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS {self._schema}.state "
            "(name text PRIMARY KEY, value bigint NOT NULL)"
        )

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

    def _generations(self, cursor: Cursor) -> set[int]:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = %s "
            "AND tablename LIKE 'document\\_%%'",
            (self._schema,),
        )
        return {int(name.rpartition("_")[2]) for (name,) in cursor.fetchall()}

    @contextmanager
    def _reader(self) -> Iterator[tuple[Cursor, Tables]]:
        with self._connected(self._engines()[0]) as cursor:
            yield cursor, Tables(self._schema, self._served(cursor))

    @contextmanager
    def _transaction(self) -> Iterator[Cursor]:
        with _blaming_the_index(), self._engines()[1].connect() as connection:
            raw: Any = connection.connection.driver_connection
            with raw.transaction(), raw.cursor(binary=True) as cursor:
                yield cursor

    @contextmanager
    def _connected(self, engine: sa.Engine) -> Iterator[Cursor]:
        with _blaming_the_index(), engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            with raw.cursor(binary=True) as cursor:
                yield cursor

    def _engines(self) -> tuple[sa.Engine, sa.Engine]:
        """Return the engines for reading and writing that this process opened."""
        with self._lock:
            if self._opened_by != os.getpid():
                self._reading = self._writing = None
                self._opened_by = os.getpid()
            if self._reading is None or self._writing is None:
                self._reading = _engine(self._url, _READING)
                self._writing = _engine(self._url, _WRITING)
            return self._reading, self._writing

    def _timed_out(self) -> type[Exception]:
        return _driver().errors.QueryCanceled  # type: ignore[no-any-return]


class _PostgresBuild:
    """Fills new tables; they count and get their indexes at the end."""

    def __init__(self, engine: PostgresEngine, generation: int) -> None:
        self._engine = engine
        self._tables = engine.tables(generation)
        self._counts: Counter[str] = Counter()
        self._is_finished = False
        with engine.making() as cursor:
            self._tables.create(cursor)

    def add(self, documents: Iterable[SearchDocument]) -> None:
        rows = [row_of(one) for one in documents]
        self._counts.update(count_terms(rows))
        with self._engine.making() as cursor:
            self._tables.fill(cursor, rows)

    def finish(self) -> None:
        trigrams = self._engine.make_trigrams()
        with self._engine.making() as cursor:
            self._tables.finish(cursor, self._counts, trigrams=trigrams)
        self._is_finished = True

    def abandon(self) -> None:
        if not self._is_finished:
            with self._engine.making() as cursor:
                self._tables.drop(cursor)


def _engine(url: str, options: str) -> sa.Engine:
    return sa.create_engine(
        url,
        isolation_level="AUTOCOMMIT",
        pool_size=_SEARCHES_AT_A_TIME,
        max_overflow=0,
        pool_timeout=_WAIT_SECONDS,
        pool_pre_ping=True,
        connect_args={"options": options, "prepare_threshold": None},
    )


def _driver() -> Any:
    """Return psycopg, which is there where PostgreSQL is."""
    return PGDialect_psycopg.import_dbapi()  # type: ignore[no-untyped-call]


@contextmanager
def _blaming_the_index() -> Iterator[None]:
    driver = _driver()
    try:
        yield
    except NoConnectionLeft as error:
        raise EngineBusy from error
    except (driver.OperationalError, OperationalError) as error:
        raise EngineStuck(f"{type(error).__name__}: {error}") from error
    except (driver.Error, DBAPIError) as error:
        raise EngineBroken(f"{type(error).__name__}: {error}") from error
