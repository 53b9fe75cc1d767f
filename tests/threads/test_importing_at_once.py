"""Two imports of the same archive at the same time: each question comes once, none fails."""

import json
import threading

import sqlalchemy as sa

from community.core.db import db, transaction
from community.threads.archive import parse_line
from community.threads.importing import ONSTARTUPS, import_threads
from community.threads.models import Tag, Thread
from tests.threads.test_archive import ANSWER, RECORD

_LINES = 15


def test_both_go_on_and_nothing_comes_twice(app):
    batches = [[_line(number)] for number in range(1, _LINES + 1)]
    gate, problems = threading.Barrier(2), []

    def run() -> None:
        gate.wait()
        with app.app_context():
            for batch in batches:
                try:
                    with transaction():
                        import_threads(ONSTARTUPS, batch)
                except Exception as error:  # noqa: BLE001 - told below, whatever it was
                    problems.append(type(error).__name__)

    runs = [threading.Thread(target=run) for _ in range(2)]
    for one in runs:
        one.start()
    for one in runs:
        one.join()

    assert problems == []
    with app.app_context():
        count = sa.select(sa.func.count()).select_from(Thread)
        assert db.session.scalar(count) == _LINES
        counts = set(db.session.scalars(sa.select(Tag.thread_count)))
        assert counts == {_LINES}


def _line(number: int):
    answers = [{**ANSWER, "id": 100 + number}]
    record = {**RECORD, "id": number, "author_url": None, "author": f"P {number % 3}"}
    return parse_line(number, json.dumps({**record, "answers": answers}).encode())
