"""The host's export of the site holds what is announced, and not where one joins."""

import json
import zipfile

import sqlalchemy as sa

from community.core.db import db, transaction
from community.core.visibility import State
from community.dashboard import exporting
from community.demos.models import Demo
from tests.demos.conftest import LINK, TITLE


def written(app) -> tuple[list[dict], str]:
    with app.app_context():
        name = exporting.new_name()
        exporting.write_export(name)
        file = exporting.path_of(name)
        with zipfile.ZipFile(file) as archive:
            told = archive.read("demo.jsonl").decode()
            everything = "".join(
                archive.read(one).decode() for one in archive.namelist()
            )
        file.unlink()  # the next test looks for its own
    return [json.loads(line) for line in told.splitlines()], everything


def test_announced_events_leave_without_their_link(app, scene):
    events, everything = written(app)

    assert [one["title"] for one in events] == [TITLE]
    assert LINK not in everything


def test_hidden_events_stay(app, scene):
    with app.app_context(), transaction():
        db.session.execute(sa.update(Demo).values(state=State.HIDDEN))

    events, everything = written(app)

    assert events == []
    assert TITLE not in everything
