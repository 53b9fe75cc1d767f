"""`fairquote search`."""

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from community.core.db import db, transaction
from search.commands import search as commands
from search.engines.protocol import Changes, EngineBroken, EngineStuck, Key
from search.engines.whoosh import WhooshEngine
from search.service import Search
from tests.search import notes


def run(app: Flask, *arguments: str) -> Result:
    db.session.rollback()
    return app.test_cli_runner().invoke(commands, arguments)


def post(count: int) -> list[int]:
    with transaction():
        return [notes.post(f"Arbor {number}") for number in range(count)]


def test_rebuild_says_how_many(app: Flask, search: Search) -> None:
    post(3)
    done = run(app, "rebuild")
    assert done.exit_code == 0
    assert "The index holds 3 documents." in done.output
    assert search.engine.generation() == 1


@pytest.mark.usefixtures("search")
def test_rebuild_fails_in_one_line(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise EngineStuck("No space left on device")

    monkeypatch.setattr(WhooshEngine, "build", fail)
    done = run(app, "rebuild")
    assert done.exit_code == 1
    assert "Error: The index cannot be written: No space left on device" in done.output


def test_check_agrees(app: Flask, search: Search) -> None:
    post(3)
    search.catch_up()
    done = run(app, "check")
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert lines[-1] == "Index and database agree."
    assert lines[0].split()[:3] == ["memo", "database", "0"]
    words = lines[1].split()
    assert words[:3] == ["note", "database", "3"]
    assert words[4:6] == ["index", "3"]
    assert words[3] == words[6] != "0" * 16


def test_check_lists_differences_and_repairs_them(app: Flask, search: Search) -> None:
    ids = post(30)
    search.catch_up()
    search.engine.apply(Changes(removed=[Key("note", i) for i in ids[:25]]))
    with transaction():
        edited = notes.NOTE.c.id == ids[27]
        db.session.execute(sa.update(notes.NOTE).where(edited).values(version=9))
    failed = run(app, "check")
    assert failed.exit_code == 1
    first_twenty = ", ".join(map(str, ids[:20]))
    assert f"  not in the index: {first_twenty} and 5 more" in failed.output
    assert f"  outdated: {ids[27]}" in failed.output
    assert "Error: The index differs from the database." in failed.output
    repaired = run(app, "check", "--repair")
    assert (repaired.exit_code, "After the repair:" in repaired.output) == (0, True)
    assert repaired.output.splitlines()[-1] == "Index and database agree."
    assert run(app, "check").exit_code == 0


@pytest.mark.usefixtures("search")
def test_check_without_an_index(app: Flask) -> None:
    post(2)
    failed = run(app, "check")
    assert failed.exit_code == 1
    assert "Run `fairquote search rebuild`." in failed.output
    assert run(app, "check", "--repair").exit_code == 0
    assert run(app, "check").exit_code == 0


def test_a_difference_that_stays_is_an_error(
    app: Flask, search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(2)
    search.catch_up()
    search.engine.apply(Changes(documents=(), removed=[Key("note", 1)]))
    monkeypatch.setattr(Search, "repair", lambda *_args: None)
    assert run(app, "check", "--repair").exit_code == 1


def test_check_of_a_damaged_index(
    app: Flask, search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    search.catch_up()

    def fail(*_args: object) -> None:
        raise EngineBroken("torn")

    monkeypatch.setattr(WhooshEngine, "versions", fail)
    failed = run(app, "check")
    assert failed.exit_code == 1
    assert "Error: torn Run `fairquote search rebuild`." in failed.output
