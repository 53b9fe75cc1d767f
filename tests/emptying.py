"""Makes the tests' database as it was, in little time on either engine."""

from functools import cache

import sqlalchemy as sa

from community.core.db import Base, db

_KEEP = {"reference_rate", "seal_mark", "alembic_version"}
_UNCHECKED = "-c session_replication_role=replica"


def prepare_emptying() -> None:
    """Have PostgreSQL keep what it is asked after each test: it plans that once."""
    with unchecked().begin() as connection:
        if connection.dialect.name == "postgresql":
            steps = "\n".join(_step(table) for table in _tables())
            connection.exec_driver_sql(
                f"""CREATE FUNCTION filled_tables() RETURNS text LANGUAGE plpgsql AS
                $$ BEGIN RETURN ({_which_are_filled()}); END $$;
                CREATE FUNCTION empty_tables() RETURNS void LANGUAGE plpgsql AS
                $$ DECLARE filled text[] := string_to_array(filled_tables(), ' ');
                BEGIN {steps} END $$"""
            )


def _step(table: sa.Table) -> str:
    anew = ""
    if table.autoincrement_column is not None:
        named = f"pg_get_serial_sequence('\"{table.name}\"', 'id')"
        anew = f"PERFORM setval({named}, 1, false);"
    return f"IF '{table.name}' = ANY(filled) THEN {table.delete()}; {anew} END IF;"


def empty_tables() -> None:
    """Delete every row that a test may have left, and begin ids anew."""
    db.session.rollback()
    with unchecked().begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT empty_tables()")
            return
        # Rows may point at each other both ways: check once, at the end.
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for table in filled_tables(connection):
            connection.exec_driver_sql(str(table.delete()))


def unchecked() -> sa.Engine:
    """Return an engine to write rows whose foreign keys PostgreSQL doesn't check.

    Its connections are its own: whoever turns the checks off and on has PostgreSQL plan
    every statement of that connection anew.
    """
    return _unchecked(db.engine)


@cache
def _unchecked(engine: sa.Engine) -> sa.Engine:
    if engine.dialect.name != "postgresql":
        return engine
    return sa.create_engine(
        engine.url, pool_size=1, connect_args={"options": _UNCHECKED}
    )


def filled_tables(connection: sa.Connection) -> list[sa.Table]:
    """Return which tables have rows, those that point at others first."""
    is_postgres = connection.dialect.name == "postgresql"
    asked = "SELECT filled_tables()" if is_postgres else _which_are_filled()
    found = connection.exec_driver_sql(asked).scalar_one()
    return [db.metadata.tables[name] for name in found.split()]


@cache
def _tables() -> list[sa.Table]:
    """Return the tables that tests fill, those that point at others first."""
    return [t for t in Base.metadata.sorted_tables if t.name not in _KEEP][::-1]


@cache
def _which_are_filled() -> str:
    names = (
        f"CASE WHEN {sa.exists().select_from(table)} THEN '{table.name} ' ELSE '' END"
        for table in _tables()
    )
    return f"SELECT {' || '.join(names)}"
