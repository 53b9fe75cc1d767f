"""kill -9 at any moment: what was acknowledged is found afterwards, once."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from community.app import create_app
from community.core.db import Base, db
from community.core.settings import load_settings
from search.engines.whoosh import WhooshEngine
from search.query import parse
from search.service import Search
from tests.search import notes

ROUNDS = int(os.environ.get("FAIRQUOTE_TEST_CRASH_ROUNDS", "2"))  # noqa: TID251
"""Two kills each; a few on every run, forty when it matters."""

_ROOT = Path(__file__).parents[2]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Flask]:
    """An application on its own SQLite file, which other processes open too."""
    app = create_app(load_settings({}, data_dir=tmp_path, testing=True))
    with app.app_context():
        Base.metadata.create_all(db.engine)
        notes.create_table()
        db.session.remove()
        db.engine.dispose()
    yield app
    with app.app_context():
        db.engine.dispose()


class Writer:
    """A process that posts until it is killed."""

    def __init__(self, data_dir: Path, name: str) -> None:
        script = str(Path(__file__).with_name("crash_writer.py"))
        command = [sys.executable, script, str(data_dir), name]
        environment = {**os.environ, "PYTHONPATH": str(_ROOT)}  # noqa: TID251
        self._errors = data_dir / f"{name}.err"
        with self._errors.open("w") as errors:
            self._process = subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=environment,
                cwd=_ROOT,
                text=True,
            )

    def wait(self) -> None:
        """Return once it has begun to post."""
        assert self._process.stdout is not None
        said = self._process.stdout.readline()
        assert said == "ready\n", self._errors.read_text()

    def kill(self) -> list[int]:
        """Kill it and return the ids that it had acknowledged."""
        os.kill(self._process.pid, signal.SIGKILL)
        said, _ = self._process.communicate()
        # The last line may have been cut: then nobody read an acknowledgement.
        return [
            int(line) for line in said.splitlines(keepends=True) if line[-1] == "\n"
        ]


def test_acknowledged_notes_are_found_once_after_kills(
    site: Flask, tmp_path: Path
) -> None:
    chance = random.Random(3)  # noqa: S311
    acknowledged: list[int] = []
    for round_ in range(ROUNDS):
        writers = [
            Writer(tmp_path, f"w{round_}"),
            Writer(tmp_path, f"w{round_}rebuilds"),
        ]
        for writer in writers:
            writer.wait()
        time.sleep(chance.uniform(0.1, 0.8))
        for writer in writers:
            acknowledged += writer.kill()
    engine = WhooshEngine(tmp_path / "notes")
    service = Search(engine, [notes.NoteSource()])
    with site.app_context():
        service.catch_up()
        stored = list(db.session.scalars(sa.select(notes.NOTE.c.id)))
        (audit,) = service.audit()
    found = engine.search(parse("arbor"), {"note": 1_000_000}).hits["note"]
    engine.close()
    assert len(acknowledged) > ROUNDS * 10
    assert set(acknowledged) <= set(stored)
    assert sorted(hit.key.object_id for hit in found) == sorted(stored)
    assert audit.differing == []
