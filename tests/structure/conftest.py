"""The application as the structure tests look at it: never changed, so made once."""

import sys

import click
import pytest
from flask import Flask

from community import app as composition
from community.cli.main import fairquote


@pytest.fixture(scope="session")
def site(_app: Flask) -> Flask:
    return _app


@pytest.fixture
def commands(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> dict[str, click.Command]:
    """Return each command by the words that start it, as the console command has them."""
    monkeypatch.setattr(sys, "argv", ["fairquote", "--help"])
    with pytest.raises(SystemExit):
        composition.main()
    capsys.readouterr()
    return _by_words(fairquote, "fairquote")


def _by_words(group: click.Group, before: str) -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}
    for word, command in group.commands.items():
        told = f"{before} {word}"
        if isinstance(command, click.Group):
            found |= _by_words(command, told)
        else:
            found[told] = command
    return found
