"""Two hosts decide about one checked archive at the same time: one wins."""

import threading

import pytest
import sqlalchemy as sa

from community.core import clock
from community.core.db import db, transaction
from community.core.jobs import Job, JobState
from community.core.worker import run_due
from community.dashboard.archivekinds import ArchiveState
from community.dashboard.archives import running
from community.dashboard.archives.models import ArchiveRun
from moderation.models import AuditRow
from tests.dashboard.archiving import checked, question, start

_TOGETHER = 4


def test_of_those_who_decide_at_once_one_is_heard(app, cast):
    path = checked(app, cast.page("hana"), question(1))
    senders = [
        _sender(cast, path, starts=number % 2 == 0) for number in range(_TOGETHER)
    ]
    statuses: list[int] = []
    gate = threading.Barrier(_TOGETHER)

    def run(send) -> None:
        gate.wait()
        statuses.append(send())

    threads = [threading.Thread(target=run, args=(one,)) for one in senders]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    run_due(app)

    assert sorted(statuses) == [303] + [409] * (_TOGETHER - 1)
    with app.app_context():
        (action,) = db.session.scalars(
            sa.select(AuditRow.action).where(
                AuditRow.action.in_(("threads.imported", "threads.discarded"))
            )
        )
        state = db.session.scalars(sa.select(ArchiveRun.state)).one()
    assert (action, state) in {
        ("threads.imported", ArchiveState.DONE),
        ("threads.discarded", ArchiveState.DISCARDED),
    }


def test_a_refused_discard_deletes_no_file(app, cast):
    hana = cast.page("hana")
    path = checked(app, hana, question(1), "{}")
    assert hana.client.post(f"{path}/discard").status_code == 400
    run_due(app)
    assert hana.get(f"{path}/problems.csv").status == 200
    start(hana, path)
    run_due(app)
    assert "Questions added 1" in hana.get(path).words()


def test_a_run_that_is_killed_at_its_end_is_no_failure(app, cast, monkeypatch):
    hana = cast.page("hana")
    path = checked(app, hana, question(1))
    start(hana, path)
    close = running.close_run

    def killed(run, **failure):
        close(run, **failure)
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(running, "close_run", killed)
        with pytest.raises(SystemExit):
            run_due(app)
    with app.app_context(), transaction():
        db.session.execute(
            sa.update(Job)
            .where(Job.state == JobState.RUNNING)
            .values(run_at=clock.now())
        )
    run_due(app)
    assert "Imported" in hana.get(path).words()


def _sender(cast, path: str, *, starts: bool):
    browser = cast.page("hana")
    action = path if starts else f"{path}/discard"
    form = browser.get(path).form(action=action)
    return lambda: browser.client.post(action, data=form["fields"]).status_code
