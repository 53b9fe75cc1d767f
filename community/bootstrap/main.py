"""Turns `python3 -m community ...` into the installed command, installing it first."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from community.bootstrap import installed
from community.bootstrap.environment import Environment
from community.bootstrap.installers import plain_environment
from community.bootstrap.stopped import StoppedError

USAGE = """\
Usage: python3 -m community [--port N] [--data-dir DIR]            install and serve
       python3 -m community test [--port N] [--data-dir DIR] ...   run the tests (pytest's options)
       python3 -m community install [EXTRA ...]                    install only
       python3 -m community COMMAND ...                            any command of `fairquote`

Serves http://127.0.0.1:8000 and keeps its data in var/ unless told otherwise.
The first start makes .venv and fills a sample community. README.md tells the rest.
"""
_FIRST_RUN = "first-run"
_ANSWERED = {"-h", "--help", "--version"}


@dataclass(frozen=True)
class Words:
    """What was asked for on the command line."""

    command: str
    rest: list[str]
    port: int | None
    data_dir: str | None


def main(argv: Sequence[str]) -> int:
    """Run what the words ask for; returns only when it could not be started."""
    try:
        return _start(list(argv))
    except StoppedError as stopped:
        print(f"fairquote: {stopped}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(
            "fairquote: Stopped. The same command goes on from here.", file=sys.stderr
        )
        return 130


def _start(argv: list[str]) -> int:
    words = read(argv)
    if words.command in {"-h", "--help"}:
        print(USAGE, end="")
        return 0
    root = Path(__file__).resolve().parents[2]
    if not (root / "requirements.lock").is_file():
        return _run_installed(words)
    if os.name != "posix":
        raise StoppedError("Fairquote runs on Linux and macOS; on Windows use WSL.")
    environment = Environment(root)
    environment.ensure(extras(words, os.environ))
    if words.command != "install":
        _become(words, environment)
    return 0


def _become(words: Words, environment: Environment) -> NoReturn:
    """Replace this process by the installed command."""
    python = str(environment.python)
    command = [python, *arguments(words, environment.folder)]
    env = variables(words, plain_environment())
    if words.command == "test":
        os.chdir(environment.root)
    sys.stdout.flush()
    os.execve(python, command, env)  # noqa: S606 - no shell is wanted


def _run_installed(words: Words) -> int:
    """Run the command of an installed package: there is nothing left to install."""
    if words.command in {"test", "install"}:
        raise StoppedError(f"`{words.command}` works in a checkout of the source only.")
    sys.argv = arguments(words, Path())
    os.environ.update(variables(words, {}))
    installed.main()
    return 0


def read(argv: list[str]) -> Words:
    """Split the words into ours and those of the command behind us."""
    parser = argparse.ArgumentParser(
        usage=USAGE.removeprefix("Usage: "), add_help=False, allow_abbrev=False
    )
    parser.add_argument("--port", type=_port)
    parser.add_argument("--data-dir")
    own, rest = _leading(parser, argv)
    if not rest or (rest[0].startswith("-") and rest[0] not in _ANSWERED):
        rest = [_FIRST_RUN, *rest]
    command, *rest = rest
    if command == "test":
        own, rest = parser.parse_known_args(rest, own)
    return Words(command, rest, own.port, own.data_dir)


def _leading(
    parser: argparse.ArgumentParser, argv: list[str]
) -> tuple[argparse.Namespace, list[str]]:
    """Parse our options up to the first other word; later ones are the command's."""
    length = 0
    while length < len(argv) and argv[length].startswith(("--port", "--data-dir")):
        length += 1 if "=" in argv[length] else 2
    return parser.parse_args(argv[:length]), argv[length:]


def _port(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 0 < number < 65_536:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return number


def extras(words: Words, environ: Mapping[str, str]) -> frozenset[str]:
    """Return the extras of the lock that the command needs."""
    wanted = set(words.rest) if words.command == "install" else set()
    if words.command == "test":
        wanted.add("test")
    urls = ("FAIRQUOTE_DATABASE_URL", "FAIRQUOTE_TEST_DATABASE_URL")
    if any(environ.get(name, "").startswith("postgres") for name in urls):
        wanted.add("postgres")
    return frozenset(wanted)


def arguments(words: Words, folder: Path) -> list[str]:
    """Return what the environment's Python is to run."""
    if words.command == "test":
        return ["-m", "pytest", *_parallel(words.rest), *words.rest]
    if words.command not in {_FIRST_RUN, "serve"} and words.port is not None:
        raise StoppedError("--port goes with serving and with `test`.")
    command = str(folder / "bin" / "fairquote")
    port = [] if words.port is None else ["--port", str(words.port)]
    if words.command == _FIRST_RUN:
        return [command, "serve", "--first-run-sample", *port, *words.rest]
    return [command, words.command, *port, *words.rest]


def _parallel(rest: list[str]) -> list[str]:
    """Return the option to use all processors, unless that was decided or is no help."""
    decided = any(word.startswith(("-n", "--numprocesses", "--pdb")) for word in rest)
    chosen = any(Path(word.partition("::")[0]).exists() for word in rest)
    return [] if decided or chosen else ["-n", "auto", "--dist", "worksteal"]


def variables(words: Words, environ: dict[str, str]) -> dict[str, str]:
    """Return the variables to run with; tests get none of the site's own settings."""
    if words.command != "test":
        return environ | (
            {"FAIRQUOTE_DATA_DIR": words.data_dir} if words.data_dir else {}
        )
    kept = {
        name: value
        for name, value in environ.items()
        if not name.startswith("FAIRQUOTE_") or name.startswith("FAIRQUOTE_TEST_")
    }
    if words.port is not None:
        kept["FAIRQUOTE_TEST_PORT"] = str(words.port)
    if words.data_dir:
        folder = Path(words.data_dir).absolute()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoppedError(f"--data-dir {folder}: {error.strerror}.") from error
        kept["PYTEST_DEBUG_TEMPROOT"] = str(folder)
    return kept
