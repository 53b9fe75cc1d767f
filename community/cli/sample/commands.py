"""`fairquote sample fill|clear`: a made-up community to look around in."""

import click
import sqlalchemy as sa
from flask.cli import with_appcontext

from community.accounts.models import User
from community.core.db import db


@click.group()
def sample() -> None:
    """Fill in or clear away the sample community."""


@sample.command()
@with_appcontext
def fill() -> None:
    """Fill in the sample community."""
    fill_with_progress()


def fill_with_progress() -> None:
    click.echo("Filling in the sample community …")


def is_present() -> bool:
    """Whether the sample's people are here."""
    return bool(
        db.session.scalar(
            sa.select(sa.exists().where(User.email.like("%@sample.fairquote.example")))
        )
    )
