"""The console command `fairquote`: its options, its commands, and how it fails."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy.exc import OperationalError, ProgrammingError

from community.cli import (
    check,
    deals,
    import_members,
    import_prices,
    import_threads,
    mail,
    maintenance,
    method,
    publish,
    serve,
    users,
)
from community.cli.sample import commands as sample
from community.core.errors import AppError
from community.core.settings import Settings, SettingsError, load_settings

AppFactory = Callable[[Settings], Flask]

_EXPECTED = (
    SettingsError,
    AppError,
    OperationalError,
    ProgrammingError,
    OSError,
    click.Abort,
    KeyboardInterrupt,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--data-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where everything is kept; FAIRQUOTE_DATA_DIR otherwise, var/ by default.",
)
@click.version_option(package_name="fairquote")
@click.pass_context
def fairquote(context: click.Context, data_dir: Path | None) -> None:
    """Run a community where buyers learn what others paid."""
    factory: AppFactory = context.meta["fairquote.factory"]
    context.meta["fairquote.data_dir"] = data_dir
    context.obj = ScriptInfo(
        create_app=lambda: factory(load_settings(data_dir=data_dir))
    )


def run(factory: AppFactory, commands: Sequence[click.Command] = ()) -> None:
    """Run the command line; every failure is one clear line and a status above 0."""
    for command in (*_COMMANDS, *commands):
        fairquote.add_command(command)
    sys.exit(_run(factory))


@click.group("import")
def import_group() -> None:
    """Take in prices and questions from files."""


import_group.add_command(import_members.members)
import_group.add_command(import_prices.prices)
import_group.add_command(import_threads.threads)

_COMMANDS = (
    serve.serve,
    serve.worker,
    maintenance.migrate,
    check.check,
    users.user,
    import_group,
    deals.deals,
    method.method,
    publish.publish,
    mail.mail,
    sample.sample,
)


def _run(factory: AppFactory) -> int:
    try:
        with fairquote.make_context("fairquote", sys.argv[1:]) as context:
            context.meta["fairquote.factory"] = factory
            fairquote.invoke(context)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except _EXPECTED as error:
        sentence, status = _explain(error)
        click.echo(f"fairquote: {sentence}", err=True)
        return status
    return 0


def _explain(error: BaseException) -> tuple[str, int]:
    """Return the one line that says what is wrong, and the exit status."""
    match error:
        case SettingsError():
            return str(error), 2
        case AppError():
            return error.message, 1
        case OperationalError() | ProgrammingError():
            return _database_trouble(str(error.orig)), 1
        case click.Abort() | KeyboardInterrupt():
            return "Stopped.", 130
        case _:
            return str(error), 1


def _database_trouble(said: str) -> str:
    first = said.strip().splitlines()[0] if said.strip() else "no answer"
    if "no such table" in first or "does not exist" in first:
        return "The database is not prepared: run `fairquote migrate` first."
    return f"The database does not answer: {first}"
