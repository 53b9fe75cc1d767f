"""How PostgreSQL's engine reaches its database: a few connections to read, a few to write."""

import os
import select
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from search.engines.protocol import EngineBroken, EngineBusy, EngineStuck

Cursor = Any
"""A cursor of psycopg, which is an optional dependency."""

_AT_A_TIME = 4
_WAIT_SECONDS = 2.0
_READING = (
    "-c jit=off -c pg_trgm.similarity_threshold=0.15 "
    "-c max_parallel_workers_per_gather=0"
)
_WRITING = "-c jit=off"


class Connections:
    """Two pools, opened by the process that uses them: a fork must not share sockets."""

    def __init__(self, url: str, seconds: float) -> None:
        """`seconds` are how long a statement may take that reads for somebody."""
        self._url = url
        self._reading = f"-c statement_timeout={int(1000 * seconds)} {_READING}"
        self._lock = threading.Lock()
        self._pools: tuple[sa.Engine, sa.Engine] | None = None
        self._opened_by = 0

    @contextmanager
    def reading(self) -> Iterator[Cursor]:
        """Yield a cursor for statements that are short; raise EngineBusy without one."""
        reading, _ = self._opened()
        with (
            _blaming_the_index(),
            closing(_raw(reading)) as connection,
            connection.driver_connection.cursor(binary=True) as cursor,
        ):
            yield cursor

    @contextmanager
    def writing(self) -> Iterator[Cursor]:
        """Yield a cursor of a transaction."""
        with self.unhurried() as cursor, cursor.connection.transaction():
            yield cursor

    @contextmanager
    def unhurried(self) -> Iterator[Cursor]:
        """Yield a cursor for statements that may take long, each a transaction."""
        _, writing = self._opened()
        with _blaming_the_index(), writing.connect() as connection:
            raw: Any = connection.connection.driver_connection
            with raw.cursor(binary=True) as cursor:
                yield cursor

    def close(self) -> None:
        """Give the connections back; what asks next opens others."""
        with self._lock:
            if self._pools is not None and self._opened_by == os.getpid():
                for pool in self._pools:
                    pool.dispose()
            self._pools = None

    def _opened(self) -> tuple[sa.Engine, sa.Engine]:
        with self._lock:
            if self._pools is None or self._opened_by != os.getpid():
                self._opened_by = os.getpid()
                self._pools = (
                    _pool(self._url, self._reading, ping=False),
                    _pool(self._url, _WRITING, ping=True),
                )
            return self._pools


def timed_out() -> type[Exception]:
    """Return what is raised when a statement took too long."""
    return _driver().errors.QueryCanceled  # type: ignore[no-any-return]


def _pool(url: str, options: str, *, ping: bool) -> sa.Engine:
    return sa.create_engine(
        url,
        isolation_level="AUTOCOMMIT",
        pool_size=_AT_A_TIME,
        max_overflow=0,
        pool_timeout=_WAIT_SECONDS,
        pool_pre_ping=ping,
        pool_reset_on_return=None,  # nothing is left open: see above
        connect_args={"options": options, "prepare_threshold": 2},
    )


def _raw(pool: sa.Engine) -> Any:
    """Return a connection past SQLAlchemy's own, which costs as much as a statement."""
    connection = pool.raw_connection()
    if _is_stale(connection.driver_connection):
        connection.invalidate()
        connection = pool.raw_connection()
    return connection


def _is_stale(connection: Any) -> bool:
    """Whether the server hung up: an idle connection has nothing to read otherwise.

    Asking it a question instead would cost each search a round trip.
    """
    looking = select.poll()
    looking.register(connection.fileno(), select.POLLIN)
    return bool(looking.poll(0))


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
    except ValueError as error:  # a list that is not what was written
        raise EngineBroken(f"{type(error).__name__}: {error}") from error
