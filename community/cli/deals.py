"""`fairquote deals`: what is held for a person, and the decisions about it."""

import click
from flask.cli import with_appcontext

from community.core.actors import SYSTEM
from community.core.db import transaction
from community.deals import queries
from community.deals.kinds import Ground
from community.deals.listing import HoldRow, hold_rows
from community.deals.rules.moderating import accept_held, reject_held

_ACCEPT, _REJECT = "accept", "reject"


@click.group()
def deals() -> None:
    """Look after prices that lie far from what others paid."""


@deals.command()
@with_appcontext
def held() -> None:
    """List what waits for a decision, the oldest first; never who, never the price."""
    after, count = None, 0
    while True:
        page = queries.list_open_holds(SYSTEM, after=after)
        for row in hold_rows(page.items):
            click.echo(_told(row))
        count += len(page.items)
        after = page.next_cursor
        if after is None:
            break
    click.echo(f"{count} held." if count else "Nothing is held.")


def _told(row: HoldRow) -> str:
    return f"{row.public_id}  {row.month}  {row.product}: {row.reasons} ({row.how_far})"


@deals.command()
@click.argument("hold_id", metavar="ID")
@click.argument("decision", type=click.Choice([_ACCEPT, _REJECT]))
@click.option("--reason", required=True, help="Why; the author reads a rejection's.")
@click.option(
    "--ground",
    type=click.Choice([str(one) for one in Ground]),
    help="On which ground something is rejected; the author reads it, and its rule.",
)
@with_appcontext
def decide(hold_id: str, decision: str, reason: str, ground: str | None) -> None:
    """Let a held price count, or keep it out until its author changes it."""
    if decision == _REJECT and ground is None:
        raise click.UsageError("Say with --ground on which ground.")
    with transaction():
        hold = queries.get_hold(hold_id)
        if ground is None:
            accept_held(SYSTEM, hold, reason)
        else:
            reject_held(SYSTEM, hold, reason, Ground(ground))
    click.echo(f"Decided: {decision}.")
