"""Makes the tests' database as it was, in little time on either engine."""

from functools import cache

import sqlalchemy as sa

from community.core.db import Base, db

_KEEP = {"reference_rate", "seal_mark", "alembic_version"}


@cache
def _kept_empty() -> tuple[list[sa.Table], sa.Select]:
    """Return the tables that tests fill, and what tells which of them have rows."""
    tables = [t for t in Base.metadata.sorted_tables if t.name not in _KEEP]
    exist = [sa.exists().select_from(one).label(one.name) for one in tables]
    return tables[::-1], sa.select(*exist)


def empty_tables() -> None:
    """Delete every row that a test may have left, and begin ids anew."""
    db.session.rollback()
    # Truncating a hundred tables takes PostgreSQL longer than most tests.
    tables, filled = _kept_empty()
    with db.engine.begin() as connection:
        found = connection.execute(filled).one()._mapping
        used = [one for one in tables if found[one.name]]
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        else:
            # Rows may point at each other both ways: check once, at the end.
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for table in used:
            connection.execute(table.delete())
        _count_from_one(connection, used)


def _count_from_one(connection: sa.Connection, tables: list[sa.Table]) -> None:
    """Begin ids anew, as SQLite does by itself."""
    for table in tables if connection.dialect.name == "postgresql" else ():
        named = sa.func.pg_get_serial_sequence(f'"{table.name}"', "id")
        if table.autoincrement_column is not None:
            connection.execute(sa.select(sa.func.setval(named, 1, sa.false())))
