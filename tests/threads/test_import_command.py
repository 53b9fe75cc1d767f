"""The command, with a real file where the data of others is at hand."""

import csv
import json
import os
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo

from community.cli import import_threads
from community.core.db import db
from community.core.errors import Unavailable
from community.core.settings import get_settings
from community.threads.models import Post, Thread
from tests.threads.test_archive import ANSWER, RECORD

_DATA = os.environ.get("FAIRQUOTE_TEST_DATA")  # noqa: TID251 - the tests' own
REAL = (
    Path(_DATA or Path(__file__).parents[3] / "shared" / "data")
    / "forum_onstartups"
    / "threads.jsonl"
)


def run(app: Flask, *args: object) -> Result:
    info = ScriptInfo(create_app=lambda: app)
    words = [str(one) for one in args]
    return CliRunner().invoke(import_threads.threads, words, obj=info)


def write(path: Path, *lines: object) -> Path:
    texts = [one if isinstance(one, str) else json.dumps(one) for one in lines]
    path.write_text("\n".join(texts), encoding="utf-8")
    return path


def counts(app: Flask) -> tuple[int, int]:
    with app.app_context():
        return tuple(
            db.session.scalar(sa.select(sa.func.count()).select_from(model))
            for model in (Thread, Post)
        )


def test_command_adds_and_tells(app, tmp_path):
    file = write(tmp_path / "t.jsonl", {**RECORD, "answers": [ANSWER]})
    said = run(app, file)
    assert said.exit_code == 0, said.output
    assert (
        "Added 1 questions and 1 answers; 0 questions were here already; 0 skipped."
        in said.output
    )
    assert "1 questions were here already" in run(app, file).output
    assert counts(app) == (1, 2)


def test_a_dry_run_counts_as_the_run_does_and_adds_nothing(app, tmp_path, monkeypatch):
    monkeypatch.setattr(import_threads, "THREADS_A_TRANSACTION", 2)
    records = [{**RECORD, "id": n, "answers": [{**ANSWER, "id": n}]} for n in range(5)]
    run(app, write(tmp_path / "first.jsonl", records[0]))
    grown = {**records[0], "answers": [{**ANSWER, "id": n} for n in (0, 9)]}
    file = write(tmp_path / "t.jsonl", grown, *records[1:], records[1], "nonsense")
    before = counts(app)

    said = run(app, file, "--dry-run").output

    told = "4 questions and 5 answers; 2 questions were here already; 1 skipped."
    assert f"Would add {told}" in said
    assert counts(app) == before
    assert f"Added {told}" in run(app, file).output


def test_bad_lines_are_skipped_with_number_and_reason(app, tmp_path):
    lines = [RECORD, "nonsense", "", {**RECORD, "id": 4, "title": ""}]
    file = write(tmp_path / "t.jsonl", *lines)
    errors = tmp_path / "deep" / "errors.csv"
    said = run(app, file, "--errors", errors)
    assert (said.exit_code, counts(app)) == (0, (1, 1))
    assert "2 skipped" in said.output
    with errors.open(newline="", encoding="utf-8") as rows:
        assert list(csv.reader(rows)) == [
            ["line", "reason"],
            ["2", "not a JSON object"],
            ["4", "title has not 1 to 300 characters"],
        ]


def test_errors_are_kept_in_the_data_directory(app, tmp_path):
    run(app, write(tmp_path / "odd.jsonl", "nonsense"))
    with app.app_context():
        path = get_settings().data_dir / "imports" / "odd.errors.csv"
    assert path.read_text(encoding="utf-8").splitlines()[1] == "1,not a JSON object"


def test_run_that_was_stopped_is_finished_by_the_next(app, tmp_path, monkeypatch):
    records = [{**RECORD, "id": n, "answers": [{**ANSWER, "id": n}]} for n in range(5)]
    file = write(tmp_path / "t.jsonl", *records)
    monkeypatch.setattr(import_threads, "THREADS_A_TRANSACTION", 2)
    real = import_threads.import_threads
    calls = []

    def stops(archive, batch):
        calls.append(batch)
        taken = real(archive, batch)
        if len(calls) == 2:
            raise Unavailable("stopped half-way")
        return taken

    monkeypatch.setattr(import_threads, "import_threads", stops)
    assert run(app, file).exit_code == 1
    assert counts(app) == (2, 4)
    monkeypatch.setattr(import_threads, "import_threads", real)
    assert "Added 3 questions and 3 answers; 2 questions" in run(app, file).output
    assert counts(app) == (5, 10)


def test_another_archive_has_its_own_name_and_licence(app, tmp_path):
    file = write(tmp_path / "t.jsonl", RECORD)
    run(app, file)
    said = run(app, file, "--key", "ours", "--name", "Our forum", "--licence", "CC0")
    assert "Added 1 questions" in said.output
    assert counts(app) == (2, 2)


def test_missing_file_is_one_clear_line(app, tmp_path):
    said = run(app, tmp_path / "none.jsonl")
    assert said.exit_code == 2
    assert "does not exist" in said.output


@pytest.mark.any_database
@pytest.mark.skipif(not REAL.exists(), reason=f"needs {REAL.name} of the shared data")
def test_real_archive_goes_in_whole_and_once(app, tmp_path):
    lines = REAL.read_text(encoding="utf-8").splitlines()[
        ::10
    ]  # all of it takes a minute
    answers = sum(len(json.loads(line)["answers"]) for line in lines)
    file = write(tmp_path / "fifth.jsonl", *lines)

    said = run(app, file)

    assert f"Added {len(lines)} questions and {answers:,} answers" in said.output
    assert " 0 skipped" in said.output
    assert counts(app) == (len(lines), len(lines) + answers)
    assert f"Added 0 questions and 0 answers; {len(lines)}" in run(app, file).output
    with app.app_context():
        pattern = "%_@_%.__%"
        suspects = db.session.scalars(
            sa.select(Post.html).where(Post.html.like(pattern))
        ).all()
    assert not [html for html in suspects if "@" in html and "mailto" in html]
