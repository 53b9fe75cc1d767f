"""The host imports an archive of questions on a page: looked at first, then taken in, once."""

import gzip
import json
import shutil
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine

from community.core import clock
from community.core.db import db
from community.core.worker import run_due
from community.dashboard.archives import reading, running, stepping
from community.dashboard.archives.models import ArchiveRun
from community.records.jobs import KEPT, sweep
from community.threads import archive
from community.threads.archive import LONGEST_LINE, MOST_ANSWERS
from community.threads.models import Post, Thread
from moderation.models import AuditRow
from tests.dashboard.archiving import (
    INDEX,
    SOURCE,
    checked,
    imported,
    question,
    start,
    upload,
)
from tests.queries import count_queries


@pytest.fixture(autouse=True)
def _no_files_of_others(app) -> None:
    shutil.rmtree(folder(app), ignore_errors=True)


@pytest.fixture
def hana(cast):
    return cast.page("hana")


def folder(app) -> Path:
    return app.extensions["fairquote.settings"].data_dir / "imports"


def stored(app) -> tuple[int, int]:
    with app.app_context():
        return tuple(
            db.session.scalar(sa.select(sa.func.count()).select_from(model))
            for model in (Thread, Post)
        )


def with_answers(key: int, answers: list) -> str:
    return json.dumps({**json.loads(question(key)), "answers": answers})


def the_run(app) -> ArchiveRun:
    with app.app_context():
        return db.session.scalars(
            sa.select(ArchiveRun).order_by(ArchiveRun.id.desc())
        ).first()


def files(app) -> list[str]:
    return sorted(one.name.partition(".")[2] for one in folder(app).glob("*"))


def test_a_check_tells_what_would_come_of_each_line_and_adds_nothing(app, cast, hana):
    before = stored(app)
    bad = question(3, title="")
    half = with_answers(4, [{"id": 9}])
    path = checked(app, hana, question(1, 2), question(2), bad, half)
    shown = hana.get(path).words()
    assert "What would happen" in shown
    assert "Questions that would be added 3" in shown
    assert "Answers that would be added 3" in shown
    assert "Lines skipped 1" in shown
    assert "Answers left out 1" in shown
    assert "3 title has not 1 to 300 characters" in shown
    assert "4 answer 1: body is not a text" in shown
    assert "2, none with an account that can be used" in shown
    assert "Question 1?" in shown
    assert stored(app) == before
    told = hana.client.get(f"{path}/problems.csv")
    assert told.get_data(as_text=True).splitlines() == [
        "line,reason",
        "3,title has not 1 to 300 characters",
        "4,answer 1: body is not a text",
    ]


def test_an_archive_is_taken_in_with_its_source_and_its_file_goes(
    app, cast, hana, page
):
    before = stored(app)
    path = imported(app, hana, question(1, 2), question(2))
    shown = hana.get(path).words()
    assert "What happened" in shown
    assert "Questions added 2" in shown
    assert "Answers added 3" in shown
    assert stored(app) == (before[0] + 2, before[1] + 5)
    assert files(app) == []
    with app.app_context():
        thread = db.session.scalar(
            sa.select(Thread).where(Thread.title == "Question 1?")
        )
    public = page.get(f"/questions/{thread.public_id}/{thread.slug}")
    assert "https://old.example/q/1/question-1" in public.links
    assert "The old forum" in public.words()
    assert "Jo Doe" in public.words()
    listed = hana.get(INDEX).words()
    assert "old.jsonl old-forum" in listed
    assert "by hana" in listed
    with app.app_context():
        kept = db.session.scalars(
            sa.select(AuditRow.action)
            .where(AuditRow.action.startswith("threads."))
            .order_by(AuditRow.number)
        ).all()
    assert kept == ["threads.checked", "threads.imported"]


def test_the_same_archive_again_adds_nothing_and_a_grown_one_what_it_lacks(
    app, cast, hana
):
    imported(app, hana, question(1), question(2))
    before = stored(app)
    again = imported(app, hana, question(1), question(2))
    assert "Questions here already 2" in hana.get(again).words()
    assert stored(app) == before
    grown = checked(app, hana, question(1, 3), question(2))
    assert "Answers that would be added 2" in hana.get(grown).words()
    start(hana, grown)
    run_due(app)
    assert stored(app) == (before[0], before[1] + 2)


def test_an_import_that_was_killed_goes_on_where_it_stopped(
    app, cast, hana, monkeypatch
):
    monkeypatch.setattr(reading, "QUESTIONS_A_PIECE", 2)
    before = stored(app)
    lines = [question(n) for n in range(1, 8)]
    lines[4] = "{}"
    path = checked(app, hana, *lines)
    start(hana, path)
    took, count = running.take, []

    def killed(run, piece, seen):
        took(run, piece, seen)
        count.append(piece)
        if len(count) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(running, "take", killed)
    with app.app_context(), pytest.raises(KeyboardInterrupt):
        stepping.step(the_run(app).id)
    assert stored(app) == (before[0] + 4, before[1] + 8)
    shown = hana.get(path)
    assert "Being imported" in shown.words()
    assert shown.response.headers["Refresh"] == "2"

    monkeypatch.setattr(running, "take", took)
    run_due(app)
    assert stored(app) == (before[0] + 6, before[1] + 12)
    run = the_run(app)
    assert (run.counts["threads"], run.counts["authors"]) == (6, 2)
    assert (run.lines_done, run.bytes_done) == (7, run.file_bytes)
    told = hana.client.get(f"{path}/problems.csv").get_data(as_text=True)
    assert told.splitlines()[1:] == ["5,title is not a text"]
    assert files(app) == ["problems.csv"]


def test_a_long_file_is_read_piece_by_piece_to_the_same_counts(
    app, cast, hana, monkeypatch
):
    monkeypatch.setattr(stepping, "_SECONDS", -1)
    monkeypatch.setattr(reading, "BYTES_A_PIECE", 1)
    # Told of twice, once with an answer more: a check says what the import then does.
    lines = [question(1), "", question(2), question(1, 2), ""]
    path = checked(app, hana, *lines)
    dry = the_run(app).counts
    start(hana, path)
    run_due(app)
    assert the_run(app).counts == dry
    assert (dry["threads"], dry["answers"], dry["present"]) == (2, 3, 1)
    assert dry["authors"] == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\n \n", "The file is empty."),
        (gzip.compress(b"{}", mtime=0), "It is a gzip file: unpack it first."),
        (b"PK\x03\x04 and so on", "It is a ZIP file: unpack it first."),
        (question(1).encode("utf-16"), "It is in UTF-16: save it as UTF-8."),
        (b'[{"id": 1}]', "write each of its objects on a line of its own"),
        (b"\xff\xff", "line 1: not in UTF-8"),
        (b"\x00" * 500, "line 1: not a JSON object"),
        (b"id,title\n1,How?\n", "None of its first 2 lines is a question"),
        (b"[" * 3 + b'{"id"' * 50_000, "write each of its objects"),
        (b'{"a":' * 100_000, "line 1: not a JSON object"),
        (b'{"id": 1, "title": "How?"}', "line 1: body is not a text"),
    ],
)
def test_what_is_no_archive_is_refused_with_what_to_do(
    app, cast, hana, content, sentence
):
    refused = upload(hana, content, 422)
    assert sentence in refused.words()
    assert refused.form(having="licence")["fields"]["name"] == SOURCE["name"]
    assert files(app) == []


def test_what_databases_refuse_is_taken_out_of_texts(app, cast, hana):
    strange = "nul \x00 and \ud800 and \U0001f600"
    path = imported(app, hana, question(1, title=strange, body=strange, author=strange))
    assert "Questions added 1" in hana.get(path).words()
    assert "nul and � and 😀" in hana.get(path).words()


def test_an_archive_that_is_too_large_is_refused(app, cast, hana, monkeypatch):
    monkeypatch.setattr(running, "MOST_UPLOADED", 100)
    refused = upload(hana, question(1), 413)
    assert "fairquote import threads" in refused.words()
    assert files(app) == []


def test_a_line_that_is_too_long_is_skipped(app, cast, hana):
    path = checked(app, hana, question(1), question(2, body="x" * LONGEST_LINE))
    assert f"2 longer than {LONGEST_LINE:,} bytes" in hana.get(path).words()


def test_all_lines_that_are_skipped_are_counted_and_the_first_are_told(
    app, cast, hana, monkeypatch
):
    monkeypatch.setattr(running, "MOST_PROBLEM_BYTES", 10_000)
    path = checked(app, hana, question(1), *["{}"] * 3_000)
    shown = hana.get(path).words()
    assert "Lines skipped 3,000" in shown
    assert "51 title is not a text" in shown
    assert "52 title is not a text" not in shown
    told = hana.client.get(f"{path}/problems.csv").get_data(as_text=True)
    assert 300 < len(told.splitlines()) < 2_000


def test_a_name_as_long_as_a_line_may_be_is_shown_in_short(app, cast, hana):
    hana.get(checked(app, hana, question(1, author="Jo Doe " * 100_000)))
    ((_, _, name, _, _),) = the_run(app).preview
    assert name.startswith("Jo Doe Jo Doe")
    assert len(name) <= 120


def test_a_question_with_too_many_answers_is_skipped(app, cast, hana):
    many = with_answers(2, [{}] * (MOST_ANSWERS + 1))
    path = checked(app, hana, question(1), many)
    assert "2 more than 5,000 answers" in hana.get(path).words()


def test_texts_are_rendered_while_others_may_write(app, cast, hana, monkeypatch):
    path = checked(app, hana, question(1, 2))
    start(hana, path)
    begun = []
    render = archive.render_markdown

    def note(text):
        begun.append(db.session().in_transaction())
        return render(text)

    monkeypatch.setattr(archive, "render_markdown", note)
    run_due(app)
    assert set(begun) == {False}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("archive", "Old Forum"),
        ("archive", "a" * 31),
        ("name", ""),
        ("url", "javascript:alert(1)"),
        ("licence", " "),
        ("licence_url", "/terms"),
    ],
)
def test_where_an_archive_comes_from_must_be_said(cast, hana, name, value):
    refused = upload(hana, question(1), 422, **{name: value})
    assert refused.form(having="licence")["fields"][name] == value.strip()


def test_a_file_is_chosen_checked_and_imported_once(app, cast, hana):
    missing = hana.send(hana.get(INDEX), SOURCE, having="licence", status=422)
    assert "Choose a file." in missing.words()
    path = upload(hana, question(1)).location
    assert hana.post(path, {"submission_key": "a"}).status == 409
    run_due(app)
    start(hana, path)
    assert hana.post(path, {"submission_key": "b"}).status == 409
    hana.get("/host/threads/none", status=404)
    hana.get(f"{path}/problems.csv", status=404)


def test_a_checked_file_is_discarded_with_all_that_was_read_of_it(app, cast, hana):
    before = stored(app)
    path = checked(app, hana, question(1), "{}")
    hana.send(hana.get(path), action=f"{path}/discard", status=303)
    run_due(app)
    shown = hana.get(path).words()
    assert "Discarded" in shown
    assert "Question 1?" not in shown
    assert files(app) == []
    for way in (path, f"{path}/discard"):
        assert hana.post(way, {"submission_key": way}).status == 409
    run_due(app)
    assert stored(app) == before
    hana.get(f"{path}/problems.csv", status=404)


def test_only_the_host_imports_questions(app, cast, page, hana):
    path = checked(app, hana, question(1))
    for who in ("ada", "rae", "mo"):
        browser = cast.page(who)
        for address in (INDEX, path, f"{path}/problems.csv"):
            browser.get(address, status=403)
        assert browser.post(path, {}).status == 403
    page.get(INDEX, status=303)
    assert the_run(app).state == "checked"


def test_a_file_that_is_gone_ends_the_run(app, cast, hana):
    path = checked(app, hana, question(1))
    with (
        time_machine.travel(time.time() + KEPT.total_seconds() + 9),
        app.app_context(),
    ):
        sweep()
    assert files(app) == []
    start(hana, path)
    run_due(app)
    assert "The file is gone. Upload it again." in hana.get(path).words()
    with app.app_context():
        stepping.step(the_run(app).id)  # as a job that comes twice
        stepping.step(0)
    assert the_run(app).finished_at <= clock.now()


def test_queries_do_not_grow_with_imports(app, cast, hana):
    path = imported(app, hana, question(1))
    hana.get(INDEX)
    with count_queries() as one:
        hana.get(INDEX)
        hana.get(path)
    for n in (2, 3):
        imported(app, hana, question(n), "{}", *(question(9, 5) for _ in range(5)))
    path = imported(app, hana, *(question(n, 3) for n in range(4, 9)))
    with count_queries() as three:
        hana.get(INDEX)
        hana.get(path)
    assert len(three) == len(one)


def test_imports_lead_to_each_other(cast, hana):
    for address in (INDEX, "/host/imports/", "/host/members/"):
        links = hana.get(address).links
        assert {INDEX, "/host/imports/", "/host/members/"} <= set(links)
