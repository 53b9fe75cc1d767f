"""`fairquote audit`: whether the audit is what was written."""

import click
from flask.cli import with_appcontext

from moderation.audit import walk


@click.group()
def audit() -> None:
    """Look after the audit of what moderators and the host did."""


@audit.command()
@with_appcontext
def verify() -> None:
    """Walk the chain of hashes; exit with 1 at the first row that is not what it was."""
    chain = walk()
    if chain.broken_at is not None:
        raise click.ClickException(
            f"The chain breaks at row {chain.broken_at}: it was changed, or rows before "
            "it are gone."
        )
    click.echo(f"{chain.rows} rows, chain whole")
    click.echo(f"Head {chain.head}")
