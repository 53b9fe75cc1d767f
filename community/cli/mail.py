"""`fairquote mail bounce`: what came back, piped in by the host's mail server."""

from typing import BinaryIO

import click
from flask.cli import with_appcontext

from community.core.bounces import read_bounces
from community.core.db import transaction
from community.core.mail import note_bounce


@click.group()
def mail() -> None:
    """Take in what happened to mails that we sent."""


@mail.command()
@click.argument("file", type=click.File("rb"), default="-")
@with_appcontext
def bounce(file: BinaryIO) -> None:
    """Count the bounces in FILE, a message or a mailbox; the standard input without one.

    Counts what came back of mails that we sent, each once; the rest is passed over.
    """
    found = read_bounces(file.read())
    with transaction():
        counted = sum(
            note_bounce(
                message_id=one.message_id,
                recipient=one.recipient,
                permanent=one.permanent,
            )
            for one in found
        )
    click.echo(f"{counted} counted, {len(found) - counted} passed over.")
