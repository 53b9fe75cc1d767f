"""What the worker does for imports: checking, importing in pieces, figures, sweeping."""

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest

from community.core import clock
from community.core.db import db, transaction
from community.core.errors import Conflict, Forbidden, Invalid, TooLarge
from community.core.worker import run_due, run_one
from community.records import jobs
from community.records.kinds import RunState
from community.records.models import ImportRun
from community.records.queries import get_summary
from community.records.rules import importing, runs
from tests.records.made import mapping, product_named, rate, records, register

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def uploaded(cast, tmp_path):
    """Return the id of a run whose file is here and whose mapping is chosen."""
    path = register(tmp_path, [rate(price=str(n + 1)) for n in range(5)])
    return _upload(cast, path)


def _upload(cast, path):
    hana = cast.actor("hana")
    with transaction(), path.open("rb") as stream:
        run = runs.upload(hana, stream, "rates.csv")
        db.session.flush()
        runs.choose_mapping(hana, run, mapping())
        return run.id


def run_of(run_id) -> ImportRun:
    """Return the run as it is now, without keeping a lock from the worker."""
    db.session.rollback()
    run = db.session.get_one(ImportRun, run_id)
    db.session.expunge(run)
    db.session.rollback()
    return run


def ask(cast, run_id, verb):
    with transaction():
        verb(cast.actor("hana"), db.session.get_one(ImportRun, run_id))


def test_checking_counts_and_stores_nothing(app, cast, uploaded):
    ask(cast, uploaded, runs.ask_check)
    run_due(app)

    run = run_of(uploaded)
    assert (run.state, run.checked["taken"], len(run.preview)) == (
        RunState.CHECKED,
        5,
        5,
    )
    assert records() == []


def test_checking_tells_how_far_it_is(app, cast, uploaded, monkeypatch):
    monkeypatch.setattr(jobs, "_TELL_SECONDS", -1)
    told = []
    monkeypatch.setattr(
        jobs, "check", lambda path, map_, errors, tell: told.append(tell(7)) or _stop()
    )

    def _stop():
        raise Invalid("Stopped.")

    ask(cast, uploaded, runs.ask_check)
    run_due(app)

    run = run_of(uploaded)
    assert (run.bytes_done, run.failure) == (7, "Stopped.")


def test_importing_goes_piece_by_piece(app, cast, uploaded, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    monkeypatch.setattr(jobs, "_SECONDS", 0)
    ask(cast, uploaded, runs.ask_import)

    run_one(app)
    assert 0 < run_of(uploaded).rows_done < 5
    run_due(app)

    run = run_of(uploaded)
    assert (run.state, run.rows_done, run.counts["taken"]) == (RunState.DONE, 5, 5)
    (group,) = get_summary(product_named("Engineer").id)
    assert group.figures.count == 5


def test_a_job_that_runs_again_adds_nothing(app, cast, uploaded):
    ask(cast, uploaded, runs.ask_import)
    run_due(app)

    with transaction():
        jobs.import_some(uploaded)
        jobs.check_run(uploaded)
        jobs.refresh(uploaded)

    assert (len(records()), run_of(uploaded).state) == (5, RunState.DONE)


@pytest.mark.parametrize("verb", [runs.ask_check, runs.ask_import])
def test_a_file_that_is_gone_fails_in_words(app, cast, uploaded, verb):
    ask(cast, uploaded, verb)
    Path(run_of(uploaded).path).unlink()

    run_due(app)

    run = run_of(uploaded)
    assert (run.state, run.failure) == (RunState.FAILED, "The file is gone.")


def test_nothing_is_begun_twice_at_once(cast, uploaded):
    ask(cast, uploaded, runs.ask_import)

    for verb in (runs.ask_check, runs.ask_import, runs.undo):
        with pytest.raises(Conflict):
            ask(cast, uploaded, verb)


def test_only_what_has_ended_is_undone(app, cast, uploaded):
    with pytest.raises(Conflict, match="Only an import that has ended"):
        ask(cast, uploaded, runs.undo)
    ask(cast, uploaded, runs.ask_import)
    run_due(app)

    ask(cast, uploaded, runs.undo)
    run_due(app)

    assert (records(), run_of(uploaded).state) == ([], RunState.UNDONE)
    assert get_summary(product_named("Engineer").id) == []


def test_without_a_mapping_nothing_begins(cast, tmp_path):
    hana = cast.actor("hana")
    with transaction(), register(tmp_path, [rate()]).open("rb") as stream:
        run = runs.upload(hana, stream, "rates.csv")
        db.session.flush()
        run_id = run.id

    with pytest.raises(Conflict, match="Say first what the columns mean"):
        ask(cast, run_id, runs.ask_import)


@pytest.mark.parametrize("who", ["ada", "rae", "mo"])
def test_nobody_but_the_host_imports(cast, tmp_path, uploaded, who):
    actor, run = cast.actor(who), run_of(uploaded)

    stream = io.BytesIO(register(tmp_path, [rate()]).read_bytes())
    with pytest.raises(Forbidden):
        runs.upload(actor, stream, "rates.csv")
    for verb in (runs.ask_check, runs.ask_import, runs.undo):
        with pytest.raises(Forbidden):
            verb(actor, run)
    with pytest.raises(Forbidden):
        runs.choose_mapping(actor, run, mapping())


def test_a_file_that_is_too_large_or_no_table_leaves_nothing(
    cast, tmp_path, monkeypatch
):
    hana, folder = cast.actor("hana"), runs.imports_folder()
    folder.mkdir(parents=True, exist_ok=True)
    before = set(folder.iterdir())
    monkeypatch.setattr(runs, "MOST_UPLOADED", 50)

    stream = io.BytesIO(register(tmp_path, [rate()] * 9).read_bytes())
    with pytest.raises(TooLarge):
        runs.upload(hana, stream, "rates.csv")
    with pytest.raises(Invalid):
        runs.upload(hana, io.BytesIO(b"PK\x03\x04"), "rates.xlsx")

    assert set(folder.iterdir()) == before


def test_old_files_are_swept(app, cast, uploaded):
    path = Path(run_of(uploaded).path)
    jobs.sweep()
    assert path.exists()
    long_ago = (clock.now() - timedelta(days=31)).timestamp()
    os.utime(path, (long_ago, long_ago))

    jobs.sweep()

    assert not path.exists()
