"""All rows of all tables: counted, compared, kept, and put back."""

import sqlite3

import sqlalchemy as sa
from flask import Flask

from community.core.db import Base, db

Rows = dict[str, list[tuple]]

COUNTERS = frozenset({"audit_row", "rate_count", "stashed_form"})
"""A refused request is counted, some are audited, and what it posted is kept for after
the log-in."""
_CONSTANT = frozenset({"reference_rate", "seal_mark"})


def _tables() -> list[sa.Table]:
    return [t for t in Base.metadata.sorted_tables if t.name not in _CONSTANT]


def read(app: Flask) -> Rows:
    """Return every row of every table."""
    with app.app_context(), db.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(sa.select(table))]
            for table in _tables()
        }


def differences(before: Rows, after: Rows) -> list[str]:
    """Return the names of tables that changed, but for those that count requests."""
    return [
        name
        for name, rows in before.items()
        if name not in COUNTERS
        and sorted(rows, key=repr) != sorted(after[name], key=repr)
    ]


def put_back(app: Flask, kept: Rows) -> None:
    """Make the tables hold what they held when `kept` was read."""
    with app.app_context(), db.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
        for table in reversed(_tables()):
            connection.execute(table.delete())
        for table in _tables():
            names = [column.name for column in table.columns]
            rows = [dict(zip(names, row, strict=True)) for row in kept[table.name]]
            if rows:
                connection.execute(table.insert(), rows)
        if connection.dialect.name != "sqlite":
            connection.exec_driver_sql("SET session_replication_role = DEFAULT")


class Watch:
    """Tells cheaply whether anything was committed since it was asked last."""

    def __init__(self, app: Flask) -> None:
        with app.app_context():
            url = db.engine.url
        self._file = url.database if url.get_backend_name() == "sqlite" else None
        self._connection = sqlite3.connect(self._file) if self._file else None
        self._seen = self._version()

    def _version(self) -> int:
        if self._connection is None:
            return -1
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def has_changed(self) -> bool:
        """Return True when in doubt: only SQLite can tell."""
        before, self._seen = self._seen, self._version()
        return self._seen != before or self._connection is None

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()


def count(app: Flask) -> dict[str, int]:
    """Return how many rows each table has, in one statement."""
    tables = [table for table in _tables() if table.name not in COUNTERS]
    counts = [
        sa.select(sa.func.count())
        .select_from(table)
        .scalar_subquery()
        .label(table.name)
        for table in tables
    ]
    with app.app_context(), db.engine.connect() as connection:
        row = connection.execute(sa.select(*counts)).one()
    return dict(row._mapping)


def forget_counts(app: Flask) -> None:
    """Let limits begin anew: they have tests of their own."""
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(Base.metadata.tables["rate_count"].delete())
