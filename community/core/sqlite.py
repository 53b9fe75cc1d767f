"""How we talk to SQLite: durable, one writer at a time, and never waiting for ever."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from community.core.db import db, intends_to_write

BUSY_TIMEOUT_MS = 5_000
_CHANGES = "fairquote.changes_at_begin"


def expect_reads_only() -> None:
    """Let transactions of this request begin without the write lock."""
    intends_to_write.set(False)


def expect_writes() -> None:
    """Let transactions from here on begin with the write lock (BEGIN IMMEDIATE)."""
    intends_to_write.set(True)


def prepare(engine: Engine) -> None:
    """Set the pragmas and the way of beginning on an engine for SQLite."""
    sa.event.listen(engine, "connect", _on_connect)
    sa.event.listen(engine, "begin", _on_begin)


def _on_connect(connection: Any, _record: object) -> None:
    # The driver must not begin by itself: _on_begin chooses how.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    # An acknowledged write survives power loss; NORMAL may roll it back.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    # What is deleted is gone from the file too, not only from its tables.
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA cache_size = -16000")
    cursor.execute("PRAGMA mmap_size = 268435456")
    cursor.execute("PRAGMA temp_store = MEMORY")
    cursor.close()


def _on_begin(connection: sa.Connection) -> None:
    # Upgrading a reader to a writer can fail at once (SQLITE_BUSY_SNAPSHOT), so
    # whoever will write says so first.
    reads = connection.get_execution_options().get("fairquote_reads", False)
    word = "DEFERRED" if reads or not intends_to_write.get() else "IMMEDIATE"
    connection.exec_driver_sql(f"BEGIN {word}")
    connection.info[_CHANGES] = _total_changes(connection)


def _total_changes(connection: sa.Connection) -> int:
    """Return how many rows this connection has ever changed."""
    driver: Any = connection.connection.driver_connection
    return int(driver.total_changes)


@contextmanager
def write_connection() -> Iterator[sa.Connection]:
    """Open a short transaction beside the request's own, committed at the end.

    On SQLite the request's own transaction is given up first, to free the write lock;
    RuntimeError when it has changed something already.
    """
    if db.engine.dialect.name == "sqlite" and db.session.registry.has():
        if _has_changes():
            raise RuntimeError("A side transaction must come before the first write.")
        db.session.rollback()
    token = intends_to_write.set(True)
    try:
        with db.engine.begin() as connection:
            yield connection
    finally:
        intends_to_write.reset(token)


def _has_changes() -> bool:
    if db.session.new or db.session.dirty or db.session.deleted:
        return True
    if not db.session().in_transaction():
        return False
    connection = db.session.connection()
    return _total_changes(connection) != int(connection.info[_CHANGES])


def write_if_free(*statements: sa.Executable) -> bool:
    """Run `statements` in a transaction of their own, unless somebody else is writing.

    For notes that may be missed: the page that makes them never waits for the lock.
    """
    with db.engine.connect() as connection:
        driver = connection.connection.driver_connection
        if connection.dialect.name != "sqlite" or driver is None:
            with connection.begin():
                for statement in statements:
                    connection.execute(statement)
            return True
        driver.execute("PRAGMA busy_timeout = 0")
        token = intends_to_write.set(True)
        try:
            with connection.begin():
                for statement in statements:
                    connection.execute(statement)
        except sa.exc.OperationalError:
            return False
        else:
            return True
        finally:
            intends_to_write.reset(token)
            driver.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
