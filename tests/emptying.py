"""Makes the tests' database as it was, in little time on either engine."""

from functools import cache

import sqlalchemy as sa

from community.core.db import Base, db

_KEEP = {"reference_rate", "seal_mark", "alembic_version"}


def prepare_emptying() -> None:
    """Have PostgreSQL keep what empties it: it plans once, and is asked once."""
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            steps = "\n".join(_step(table) for table in _tables())
            connection.exec_driver_sql(
                f"""CREATE FUNCTION empty_tables() RETURNS void LANGUAGE plpgsql
                SET session_replication_role = replica AS
                $$ BEGIN {steps} END $$"""
            )


def _step(table: sa.Table) -> str:
    anew = ""
    if table.autoincrement_column is not None:
        named = f"pg_get_serial_sequence('\"{table.name}\"', 'id')"
        anew = f"PERFORM setval({named}, 1, false);"
    drop = str(table.delete())
    return f"IF {sa.exists().select_from(table)} THEN {drop}; {anew} END IF;"


def empty_tables() -> None:
    """Delete every row that a test may have left, and begin ids anew."""
    db.session.rollback()
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT empty_tables()")
            return
        # Rows may point at each other both ways: check once, at the end.
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for table in filled_tables(connection):
            connection.exec_driver_sql(str(table.delete()))


def filled_tables(connection: sa.Connection) -> list[sa.Table]:
    """Return which tables have rows, those that point at others first."""
    found = connection.exec_driver_sql(_which_are_filled()).one()._mapping
    return [one for one in _tables() if found[one.name]]


@cache
def _tables() -> list[sa.Table]:
    """Return the tables that tests fill, those that point at others first."""
    return [t for t in Base.metadata.sorted_tables if t.name not in _KEEP][::-1]


@cache
def _which_are_filled() -> str:
    exist = (sa.exists().select_from(t).label(t.name) for t in _tables())
    return str(sa.select(*exist))
