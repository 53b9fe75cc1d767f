"""An import that was stopped, or that two begin at once, ends as one that was not."""

import pytest

from community.core.actors import SYSTEM
from community.core.db import db, transaction
from community.records.kinds import RunState
from community.records.models import (
    ImportRun,
)
from community.records.rules import importing, runs
from tests.records.made import (
    LIST_HEADER,
    LIST_MAPPING,
    error_rows,
    finish,
    mapping,
    rate,
    records,
    register,
    take,
)

pytestmark = pytest.mark.usefixtures("context")


def test_the_killed_half_of_a_run_is_known_again(tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    path = register(tmp_path, [rate(price=str(n)) for n in (1, 2, 3, 3, 5)])
    with transaction():
        run = runs.begin_from_file(SYSTEM, path, mapping_name="", mapping=mapping())
        plan = runs.plan_of(run.id)
    importer = importing.Importer(plan)
    with transaction():
        importer.step()
    importer.step()
    db.session.rollback()
    assert len(records()) == 2

    tally = take(path)

    assert (tally.taken, tally.present) == (3, 2)
    assert db.session.get_one(ImportRun, plan.run_id).state is RunState.LEFT


def test_a_run_goes_on_where_it_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    rows = [rate(price="x"), rate(), rate(), rate(price="y"), rate()]
    path = register(tmp_path, rows)
    with transaction():
        run = runs.begin_from_file(SYSTEM, path, mapping_name="", mapping=mapping())
        run_id = run.id
    going_on = True
    while going_on:
        with transaction():
            importer = importing.Importer(runs.plan_of(run_id))
            going_on = importer.step()
    finish(run_id)

    done = db.session.get_one(ImportRun, run_id)
    assert (done.state, done.rows_done) == (RunState.DONE, 5)
    assert done.counts["taken"] == 3
    assert done.counts["skipped"] == {"words": 2}
    assert len(error_rows(runs.errors_path(done))) == 1 + 2 + 2


def test_two_importers_of_one_run_do_not_both_go_on(tmp_path):
    path = register(tmp_path, [rate()])
    with transaction():
        run = runs.begin_from_file(SYSTEM, path, mapping_name="", mapping=mapping())
        plan = runs.plan_of(run.id)
    one, other = importing.Importer(plan), importing.Importer(plan)
    with transaction():
        assert one.step() is True

    with transaction():
        assert other.step() is False
    assert len(records()) == 1


def test_what_a_list_said_before_it_stopped_is_remembered(tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 1)
    row = ["Desk", "PRO", "", "12.50", "USD", "user/month", "2022-01-31"]
    path = register(tmp_path, [row, [*row[:3], "13", *row[4:]]], LIST_HEADER)
    with transaction():
        chosen = mapping(LIST_MAPPING)
        run = runs.begin_from_file(SYSTEM, path, mapping_name="", mapping=chosen)
        run_id = run.id
    for _ in range(3):
        with transaction():
            importing.Importer(runs.plan_of(run_id)).step()

    done = db.session.get_one(ImportRun, run_id)
    assert (done.counts["taken"], done.counts["skipped"]) == (1, {"said_twice": 1})


def test_a_broken_row_is_passed_over_when_a_run_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    path = register(tmp_path, [rate()])
    path.write_bytes(path.read_bytes() + b'"broken" here,1\r\n' + b",".join([b"x"] * 6))
    with transaction():
        run = runs.begin_from_file(SYSTEM, path, mapping_name="", mapping=mapping())
        run_id = run.id
    for _ in range(3):
        with transaction():
            importing.Importer(runs.plan_of(run_id)).step()

    done = db.session.get_one(ImportRun, run_id)
    assert done.state is RunState.SUMMARISING
    assert done.counts["skipped"] == {"broken": 1, "words": 1}
