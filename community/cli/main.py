"""The console command `fairquote`: its options, its commands, and how it fails."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy.exc import OperationalError, ProgrammingError

from community.cli import check, maintenance, serve
from community.core.errors import AppError
from community.core.settings import Settings, SettingsError, load_settings

AppFactory = Callable[[Settings], Flask]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--data-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where everything is kept; FAIRQUOTE_DATA_DIR otherwise, var/ by default.",
)
@click.version_option(package_name="fairquote")
@click.pass_context
def fairquote(context: click.Context, data_dir: Path | None) -> None:
    """A community where buyers learn what others paid."""
    factory: AppFactory = context.meta["fairquote.factory"]
    context.meta["fairquote.data_dir"] = data_dir
    context.obj = ScriptInfo(
        create_app=lambda: factory(load_settings(data_dir=data_dir))
    )


def run(factory: AppFactory, commands: Sequence[click.Command] = ()) -> None:
    """Run the command line; every failure is one clear line and a status above 0."""
    for command in (
        serve.serve,
        serve.worker,
        maintenance.migrate,
        check.check,
        *commands,
    ):
        fairquote.add_command(command)
    sys.exit(_run(factory))


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
    except (click.Abort, KeyboardInterrupt):
        return _say("Stopped.", 130)
    except SettingsError as error:
        return _say(str(error), 2)
    except AppError as error:
        return _say(error.message, 1)
    except (OperationalError, ProgrammingError) as error:
        return _say(_database_trouble(str(error.orig)), 1)
    except OSError as error:
        return _say(str(error), 1)
    return 0


def _say(sentence: str, status: int) -> int:
    click.echo(f"fairquote: {sentence}", err=True)
    return status


def _database_trouble(said: str) -> str:
    first = said.strip().splitlines()[0] if said.strip() else "no answer"
    if "no such table" in first or "does not exist" in first:
        return "The database is not prepared: run `fairquote migrate` first."
    return f"The database does not answer: {first}"
