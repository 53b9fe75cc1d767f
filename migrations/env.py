"""How Alembic reaches the database: through the application's own engine."""

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


def _check_foreign_keys(connection, word):
    """Let SQLite check foreign keys or not; said to the driver, as no transaction may be on."""
    if connection.dialect.name == "sqlite":
        connection.connection.driver_connection.execute(f"PRAGMA foreign_keys = {word}")


with db.engine.connect() as connection:
    # A table may be replaced while others point at it, and would take their rows along.
    _check_foreign_keys(connection, "OFF")
    try:
        _run(connection)
    finally:
        _check_foreign_keys(connection, "ON")
