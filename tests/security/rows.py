"""All rows of all tables: kept, compared, and put back."""

import re
from functools import cache
from typing import Any

import sqlalchemy as sa
from flask import Flask

from community.core.db import Base, db

Rows = dict[str, list[tuple]]

COUNTERS = frozenset(
    {
        *("audit_row", "rate_count", "reading_count", "thread_read"),
        *("saved_draft", "stashed_form", "kept_form", "measured_fact"),
    }
)
"""A refused request is counted, some are audited, and what it posted is kept: for after
the log-in, or as a draft. A member's reading is noted for that member alone."""
_CONSTANT = frozenset({"reference_rate", "seal_mark"})
_WRITES = re.compile(
    r"\b(INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE
)


@cache
def _tables() -> list[sa.Table]:
    return [t for t in Base.metadata.sorted_tables if t.name not in _CONSTANT]


def read(app: Flask, names: set[str] | None = None) -> Rows:
    """Return every row of every table, or of those named."""
    with app.app_context(), db.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(sa.select(table))]
            for table in _tables()
            if names is None or table.name in names
        }


def differences(before: Rows, after: Rows) -> list[str]:
    """Return the names of tables that changed, but for those that count requests."""
    return [
        name
        for name, rows in after.items()
        if name not in COUNTERS
        and sorted(rows, key=repr) != sorted(before[name], key=repr)
    ]


class Kept:
    """What all tables held at one moment; knows which have been written to since.

    Reading and writing back a hundred tables after each of thousands of requests would
    take minutes, so it listens to the statements.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._rows = read(app)
        self._written: set[str] = set()
        with app.app_context():
            self._engine = db.engine
        sa.event.listen(self._engine, "before_cursor_execute", self._note)

    def close(self) -> None:
        sa.event.remove(self._engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        for how, name in _WRITES.findall(statement):
            if name in self._rows:
                self._written.add(name)
                if how.upper().startswith("DELETE"):
                    self._written |= _leaning_on(name)

    def changed(self) -> list[str]:
        """Return the tables that hold something else now, counters apart."""
        doubtful = self._written - COUNTERS
        if not doubtful:
            return []
        return differences(self._rows, read(self._app, doubtful))

    def put_back(self) -> None:
        """Make the tables hold again what they held."""
        tables = [table for table in _tables() if table.name in self._written]
        if not tables:
            return
        with self._app.app_context(), db.engine.connect() as connection:
            _without_foreign_keys(connection)
            for table in reversed(tables):
                connection.execute(table.delete())
            for table in tables:
                names = [column.name for column in table.columns]
                rows = [
                    dict(zip(names, r, strict=True)) for r in self._rows[table.name]
                ]
                if rows:
                    connection.execute(table.insert(), rows)
            connection.commit()
            _with_foreign_keys(connection)
        self._written.clear()


@cache
def _leaning_on(name: str) -> frozenset[str]:
    """Return the tables that lose or change rows when rows of this one go."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        for table in Base.metadata.sorted_tables:
            if table.name not in found and any(
                key.column.table.name == one and key.ondelete
                for key in table.foreign_keys
            ):
                found.add(table.name)
                waiting.append(table.name)
    return frozenset(found - _CONSTANT)


def _without_foreign_keys(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    else:  # inside a transaction the pragma does nothing
        connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")


def _with_foreign_keys(connection: sa.Connection) -> None:
    if connection.dialect.name != "postgresql":
        connection.connection.driver_connection.execute("PRAGMA foreign_keys = ON")


def forget_counts(app: Flask) -> None:
    """Let limits begin anew: they have tests of their own."""
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(Base.metadata.tables["rate_count"].delete())
