"""`fairquote migrate`: bring the database to the newest form."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

import click
import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from community.core.db import Turn, db, transaction
from community.core.exchange import load_rates
from community.core.sealing import require_right_key
from community.core.settings import get_settings


@click.command()
@with_appcontext
def migrate() -> None:
    """Bring the database to the newest form; says what it did."""
    before, head = current_revision(), head_revision()
    bring_up_to_date()
    if before == head:
        click.echo(f"The database is up to date ({head}).")
    else:
        click.echo(f"Migrated from {before or 'empty'} to {head}.")


def bring_up_to_date() -> None:
    """Run the migrations that are missing, and load new months of exchange rates.

    One process at a time; one that finds another at work waits for it. Raises
    SettingsError when the database was sealed with another key than ours.
    """
    with _alone():
        if current_revision() != head_revision():
            upgrade()
        require_right_key()
        with transaction():
            load_rates()


@contextmanager
def _alone() -> Iterator[None]:
    """Keep out the other processes of this host, and of all hosts on PostgreSQL."""
    lock = get_settings().data_dir / "migrate.lock"
    with lock.open("w") as file, db.engine.connect() as connection:
        fcntl.flock(file, fcntl.LOCK_EX)
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.execute(sa.select(sa.func.pg_advisory_lock(Turn.MIGRATING)))
            try:
                yield
            finally:
                connection.execute(
                    sa.select(sa.func.pg_advisory_unlock(Turn.MIGRATING))
                )
        else:
            yield


def current_revision() -> str | None:
    """Return the revision that the database is at, None when it is empty."""
    with db.engine.connect().execution_options(fairquote_reads=True) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head_revision() -> str:
    config = current_app.extensions["migrate"].migrate.get_config()
    head = ScriptDirectory.from_config(config).get_current_head()
    if head is None:
        raise click.ClickException("This installation has no migrations.")
    return head


def is_empty() -> bool:
    """Whether nobody has an account yet."""
    with db.engine.connect().execution_options(fairquote_reads=True) as connection:
        return not connection.scalar(sa.text('SELECT EXISTS (SELECT 1 FROM "user")'))
