"""How Alembic reaches the database: through the application's own engine."""

from contextlib import contextmanager

import sqlalchemy as sa
from alembic import context
from flask import current_app

from community.core.db import Base, db


def _render_item(kind, thing, _autogen_context):
    """Write our own column types as the plain ones: a migration outlives our code."""
    if kind == "type" and isinstance(thing, sa.TypeDecorator):
        return f"sa.{thing.impl_instance!r}"
    return False


def _run(connection):
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        # SQLite cannot alter a table in place: Alembic makes a new one and copies.
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        render_item=_render_item,
        transaction_per_migration=True,
        **_flask_migrate_arguments(),
    )
    with context.begin_transaction():
        context.run_migrations()


def _flask_migrate_arguments():
    given = dict(current_app.extensions["migrate"].configure_args)
    return {
        k: v for k, v in given.items() if k not in {"render_as_batch", "compare_type"}
    }


if context.is_offline_mode():
    raise SystemExit("Migrations run against a database; there is no offline mode.")


@contextmanager
def _keys_unchecked(connection):
    """Let SQLite replace a table while others point at it, and delete nothing of theirs.

    Asked of the driver: a transaction of ours would have begun, and in one the pragma
    does nothing. What points nowhere afterwards stops the migration.
    """
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")
    lost = driver.execute("PRAGMA foreign_key_check").fetchall()
    if lost:
        raise SystemExit(f"{len(lost)} rows point at rows that are gone.")


with db.engine.connect() as connection:
    if connection.dialect.name == "sqlite":
        with _keys_unchecked(connection):
            _run(connection)
    else:
        _run(connection)
