"""`fairquote sample fill|clear`: a made-up community to look around in."""

import click
from flask.cli import with_appcontext

from community.cli.sample import marks
from community.cli.sample.figures import publish_figures
from community.cli.sample.fill import fill_sample
from community.cli.sample.people import PASSWORD
from community.core.db import transaction


@click.group()
def sample() -> None:
    """Fill in or clear away the sample community."""


@sample.command()
@with_appcontext
def fill() -> None:
    """Fill in made-up vendors, people, deals and questions to look around in."""
    if is_present():
        raise click.ClickException("The sample community is here already.")
    fill_with_progress()


@sample.command()
@click.option("--yes", is_flag=True, help="Do not ask before other people's rows go.")
@with_appcontext
def clear(*, yes: bool) -> None:
    """Delete the sample community, and what other people added to it."""
    if not is_present():
        raise click.ClickException("There is no sample community.")
    others = marks.others_rows()
    if others and not yes:
        listed = ", ".join(f"{count} of {name}" for name, count in others.items())
        click.confirm(
            f"Other people's rows hang on it ({listed}). Delete them?", abort=True
        )
    with transaction():
        marks.clear()
    click.echo("The sample community is gone.")


def is_present() -> bool:
    return marks.is_present()


def fill_with_progress() -> None:
    """Fill in the sample, saying what is being made; its figures come out at the end."""
    click.echo("Filling in the sample community:", nl=False)
    with transaction():
        fill_sample(lambda step: click.echo(f" {step}", nl=False))
    click.echo(" figures", nl=False)
    publish_figures()
    click.echo(f".\nLog in as ada, rae, mo or hana with the password {PASSWORD}.")
