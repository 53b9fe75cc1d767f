"""`fairquote publish`: the release that is due, now instead of at the next full hour."""

import click
from flask.cli import with_appcontext

from community.core.settings import get_settings
from community.deals.basecurrency import require_same_currency


@click.command()
@with_appcontext
def publish() -> None:
    """Publish the figures of the release that is due; does nothing when it is out."""
    # Heavy: they bring numpy and scipy, which no other command needs.
    from community.prices.release import publish_release  # noqa: PLC0415
    from community.prices.reviewing import review_new_lines  # noqa: PLC0415

    require_same_currency()
    click.echo("Looking at new prices …")
    accepted, held = review_new_lines()
    click.echo(f"  {accepted:,} accepted, {held:,} held for a person.")
    click.echo("Computing figures …")
    slot = publish_release()
    if slot is None:
        every = get_settings().release
        click.echo(f"  The {every} release is out already; the next one is not due.")
    else:
        click.echo(f"  Release {slot} is out.")
