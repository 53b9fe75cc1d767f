import threading
from datetime import timedelta

import pytest
import time_machine

from community.core import clock, housekeeping, jobs, worker
from community.core.db import db, transaction
from community.core.jobs import Job, JobRegistry, JobState, enqueue
from community.core.worker import Worker, run_due


@pytest.fixture
def registry(playground):
    return playground.extensions["fairquote.jobs"]


def add(playground, *args, **kwargs):
    with playground.app_context(), transaction():
        enqueue(*args, **kwargs)


def only_job(playground):
    with playground.app_context():
        return db.session.query(Job).one()


def test_a_job_is_done_once_with_its_arguments(playground, registry):
    done = []
    registry.handler("t.add", lambda number: done.append(number))  # noqa: PLW0108 - by name
    add(playground, "t.add", number=3)
    assert run_due(playground) == 1
    assert run_due(playground) == 0
    assert done == [3]
    assert only_job(playground).state is JobState.DONE


def test_a_job_of_the_future_waits(playground, registry):
    registry.handler("t.later", lambda: None)
    add(playground, "t.later", run_at=clock.now() + timedelta(hours=1))
    assert run_due(playground) == 0
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        assert run_due(playground) == 1


def test_a_job_that_fails_changes_nothing_and_is_tried_again(playground, registry):
    def fail():
        enqueue("t.child")
        raise ValueError("no")

    registry.handler("t.fail", fail)
    add(playground, "t.fail")
    run_due(playground)
    job = only_job(playground)
    assert (job.state, job.attempts, job.last_error) == (
        JobState.READY,
        1,
        "ValueError",
    )
    assert job.run_at > clock.now()


def test_a_job_that_keeps_failing_is_buried_and_can_be_revived(playground, registry):
    registry.handler("t.fail", lambda: 1 / 0)
    add(playground, "t.fail")
    for hours in range(1, jobs.MOST_ATTEMPTS + 1):
        with time_machine.travel(clock.now() + timedelta(days=hours)):
            run_due(playground)
    job = only_job(playground)
    assert (job.state, job.attempts) == (JobState.DEAD, jobs.MOST_ATTEMPTS)
    with playground.app_context(), transaction():
        jobs.retry(job.id)
    assert only_job(playground).state is JobState.READY


def test_only_the_dead_are_revived(playground):
    add(playground, "t.x", run_at=clock.now() + timedelta(hours=1))
    with playground.app_context(), transaction():
        jobs.retry(db.session.query(Job).one().id)
    assert only_job(playground).run_at > clock.now() + timedelta(minutes=50)


def test_a_job_whose_worker_died_is_due_again(playground, registry):
    done = []
    registry.handler("t.x", lambda: done.append(1))
    add(playground, "t.x")
    with playground.app_context(), transaction():
        jobs.claim_next()
    assert run_due(playground) == 0
    with time_machine.travel(clock.now() + jobs.LEASE + timedelta(seconds=1)):
        assert run_due(playground) == 1
    assert done == [1]


def test_a_job_that_takes_its_worker_along_is_buried(playground, registry):
    registry.handler("t.other", lambda: None)
    add(playground, "t.deadly")
    later = clock.now()
    for _ in range(jobs.MOST_ATTEMPTS):
        with time_machine.travel(later), playground.app_context(), transaction():
            assert jobs.claim_next() is not None
        later += jobs.LEASE + timedelta(seconds=1)
    with time_machine.travel(later):
        add(playground, "t.other")
        assert run_due(playground) == 1
    with playground.app_context():
        states = dict(db.session.execute(db.select(Job.kind, Job.state)).all())
    assert states == {"t.deadly": JobState.DEAD, "t.other": JobState.DONE}


def test_a_unique_key_is_taken_once(playground):
    add(playground, "t.x", unique_key="k")
    add(playground, "t.x", unique_key="k")
    assert only_job(playground).unique_key == "k"


def test_periodic_jobs_are_made_once_a_slot(playground):
    registry = JobRegistry()
    registry.periodic("t.hourly", every=timedelta(hours=1))
    with time_machine.travel(clock.now().replace(minute=5), tick=False) as traveller:
        for _ in range(3):
            with playground.app_context(), transaction():
                jobs.make_due_periodics(registry)
        traveller.shift(timedelta(hours=1))
        with playground.app_context(), transaction():
            jobs.make_due_periodics(registry)
    with playground.app_context():
        assert db.session.query(Job).count() == 2


def test_two_handlers_for_one_kind_are_a_mistake():
    registry = JobRegistry()
    registry.handler("t.x", print)
    with pytest.raises(ValueError, match=r"t\.x"):
        registry.handler("t.x", print)


def test_an_unknown_kind_is_tried_again_later(playground):
    add(playground, "t.nobody")
    run_due(playground)
    assert only_job(playground).last_error == "KeyError"


def test_the_worker_ticks_makes_periodics_and_stops(playground, registry):
    ticks = []

    def tick():
        ticks.append(1)
        if len(ticks) == 1:
            raise RuntimeError("once")
        loop.stop()

    registry.ticker("t.tick", 0.0, tick)
    loop = Worker(playground)
    loop.run()
    assert len(ticks) == 2
    with playground.app_context():
        kinds = {kind for (kind,) in db.session.query(Job.kind)}
    assert "core.tidy" in kinds


def test_a_long_job_keeps_no_ticker_waiting(playground, registry):
    working, ticked = threading.Event(), threading.Event()
    seen = []

    def work():
        working.set()
        # Ends as soon as the ticker has run meanwhile; with one thread, in vain.
        seen.append(ticked.wait(60))
        loop.stop()

    def tick():
        if working.is_set():
            ticked.set()

    registry.handler("t.long", work)
    registry.ticker("t.tick", 0.0, tick)
    add(playground, "t.long")
    loop = Worker(playground)
    loop.run()
    assert seen == [True]


def test_the_worker_waits_out_a_database_in_trouble(playground, monkeypatch):
    loop = Worker(playground)

    def fail(_app):
        loop.stop()
        raise OSError("gone")

    monkeypatch.setattr(worker, "run_one", fail)
    loop.run()


def test_tidying_forgets_finished_jobs(playground, registry):
    add(playground, "core.tidy")
    run_due(playground)
    with (
        time_machine.travel(clock.now() + timedelta(days=8)),
        playground.app_context(),
        transaction(),
    ):
        housekeeping.tidy()
        assert db.session.query(Job).count() == 0
