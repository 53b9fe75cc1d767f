"""`fairquote check`: whether this installation is fit to serve, and to serve in public."""

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext

from community.cli import maintenance
from community.cli.sample import commands as sample
from community.core.db import db
from community.core.exchange import ReferenceRate
from community.core.factors import are_asked_for
from community.core.moderating import ROSTER, KnowsRoster
from community.core.sealing import require_right_key
from community.core.settings import get_settings
from community.deals.basecurrency import require_same_currency

_LEAST_MODERATORS = 2
"""Who decides an appeal is somebody else than decided the case."""


@click.command()
@click.option(
    "--deploy", is_flag=True, help="Also ask whether it may serve the public."
)
@with_appcontext
def check(*, deploy: bool) -> None:
    """Check the configuration; exits with 1 and names what is wrong."""
    troubles = find_troubles()
    if deploy:
        troubles += find_public_troubles()
    for trouble in troubles:
        click.echo(f"- {trouble}")
    if deploy and _count_moderators() < _LEAST_MODERATORS:
        click.echo(
            "Appeals, and what vendors want hidden, wait until there are two moderators "
            "for all categories: "
            "`fairquote user promote HANDLE moderator`."
        )
    if not are_asked_for():
        click.echo(
            "Moderators, hosts and representatives may write without two factors here."
        )
    if troubles:
        raise click.ClickException(f"{len(troubles)} thing(s) to put right.")
    click.echo("All is well.")


def find_troubles() -> list[str]:
    """Return what keeps the site from working at all.

    Raises SettingsError for a setting that does not fit what the database holds.
    """
    troubles = []
    if maintenance.current_revision() != maintenance.head_revision():
        return ["The database is not up to date: run `fairquote migrate`."]
    require_right_key()
    require_same_currency()
    if not db.session.scalar(sa.select(sa.exists().select_from(ReferenceRate))):
        troubles.append("There are no exchange rates: run `fairquote migrate`.")
    return troubles


def find_public_troubles() -> list[str]:
    """Return what forbids serving anybody but this machine."""
    settings = get_settings()
    troubles = []
    if sample.is_present():
        troubles.append(
            "The sample community is present, and its passwords are public: run "
            "`fairquote sample clear`."
        )
    if not settings.two_factors:
        troubles.append("FAIRQUOTE_TWO_FACTORS must be required.")
    if not settings.is_secure:
        troubles.append("FAIRQUOTE_BASE_URL must begin with https://.")
    if settings.mail_url == "file:":
        troubles.append("FAIRQUOTE_SMTP_URL must name a mail server.")
    return troubles


def _count_moderators() -> int:
    roster: KnowsRoster = current_app.extensions[ROSTER]
    return roster.count_deciding()


def refuse_unsafe_start() -> None:
    """Raise when the sample would be served to more than this machine."""
    settings = get_settings()
    if not settings.is_loopback and sample.is_present():
        raise click.ClickException(
            "The sample community is present, and its passwords are public: it is served "
            "on loopback only. Run `fairquote sample clear`, or set FAIRQUOTE_BIND."
        )
