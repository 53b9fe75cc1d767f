"""What many tests begin with is made by the rules once, and copied for those after.

Rules take a tenth of a second for what a copy of their rows takes a hundredth. What is
copied depends on what was there, and is made anew every few minutes of the test's clock:
nobody meets rows of another day.
"""

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import Flask

from community.core import clock
from community.core.db import db, transaction
from tests.emptying import filled_tables, unchecked

_SECONDS = 300

T = TypeVar("T")
Rows = dict[tuple[Any, ...], dict[str, Any]]
"""A table's rows by their primary keys."""


@dataclass(frozen=True)
class _Memory:
    result: Any
    rows: list[tuple[sa.Table, list[dict[str, Any]], list[tuple[Any, ...]]]]
    """Of each table what was written, and the keys of rows that stood there before."""


_memories: dict[tuple[object, ...], _Memory] = {}


def remembered(app: Flask, name: str, build: Callable[[], T]) -> T:
    """Return what `build` returned, with the rows that it wrote in place.

    It runs in a transaction of its own. Only rows are remembered: no files, and nothing
    that is kept in memory.
    """
    with app.app_context():
        before = _marks()
        key = (name, clock.now().timestamp() // _SECONDS, before)
        memory = _memories.get(key)
        if memory is None:
            old = _all_rows()
            with transaction():
                result = build()
            db.session.expunge_all()
            memory = _memories[key] = _Memory(result, _written(old, _all_rows()))
        else:
            _copy(memory.rows)
    return copy.deepcopy(memory.result)


def _marks() -> tuple[object, ...]:
    """Return which tables have rows, how many, and up to which id."""
    with unchecked().connect() as connection:
        names = tuple(table.name for table in filled_tables(connection))
        if not names:
            return ()
        return (*names, *connection.exec_driver_sql(_counting(names)).one())


@cache
def _counting(names: tuple[str, ...]) -> str:
    tables = [db.metadata.tables[name] for name in names]
    asked = [
        sa.select(told).select_from(table).scalar_subquery().label(f"n{at}_{number}")
        for at, table in enumerate(tables)
        for number, told in enumerate(
            (sa.func.count(), sa.func.max(*list(table.primary_key.columns)[:1]))
        )
    ]
    return str(sa.select(*asked))


def _all_rows() -> dict[str, Rows]:
    with unchecked().connect() as connection:
        return {
            table.name: {
                _key(table, row): dict(row)
                for row in connection.execute(sa.select(table)).mappings()
            }
            for table in filled_tables(connection)
        }


def _key(table: sa.Table, row: Any) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in table.primary_key.columns)


def _written(old: dict[str, Rows], new: dict[str, Rows]) -> list:
    """Return what to write to get from `old` to `new`; a row that went is an error."""
    steps = []
    for table in db.metadata.sorted_tables:
        had, has = old.get(table.name, {}), new.get(table.name, {})
        assert not had.keys() - has.keys(), f"rows of {table.name} went"
        rows = [row for key, row in has.items() if had.get(key) != row]
        stood = [_key(table, row) for row in rows if _key(table, row) in had]
        if rows:
            steps.append((table, rows, stood))
    return steps


def _copy(steps: Sequence) -> None:
    with unchecked().begin() as connection:
        is_postgres = connection.dialect.name == "postgresql"
        if not is_postgres:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for table, rows, stood in steps:
            for key in stood:
                columns = table.primary_key.columns
                found = [one == value for one, value in zip(columns, key, strict=True)]
                connection.execute(table.delete().where(*found))
            connection.execute(table.insert(), rows)
        if is_postgres:
            _count_on(connection, [table for table, _, _ in steps])


def _count_on(connection: sa.Connection, tables: Sequence[sa.Table]) -> None:
    """Have PostgreSQL give out the ids after those copied, as SQLite does by itself."""
    counted = [
        sa.func.setval(
            sa.func.pg_get_serial_sequence(f'"{table.name}"', "id"),
            sa.select(sa.func.max(table.c.id)).scalar_subquery(),
        )
        for table in tables
        if table.autoincrement_column is not None
    ]
    if counted:
        connection.execute(sa.select(*counted))
