"""Work that imports leave to the worker, in pieces short enough for others to write between."""

import time
from datetime import timedelta

import sqlalchemy as sa

from community.core import clock
from community.core.db import db, transaction
from community.core.errors import AppError
from community.core.jobs import JobRegistry, enqueue
from community.records.kinds import RunState
from community.records.models import ImportRun
from community.records.rules import runs
from community.records.rules.checking import check
from community.records.rules.importing import Importer
from community.records.rules.summaries import refresh_some

SWEEP_JOB = "records.sweep"
KEPT = timedelta(days=30)
"""How long an uploaded file is kept for another try."""

_SECONDS = 1.0
_TELL_SECONDS = 2.0
_PRODUCTS = 200


def register(registry: JobRegistry) -> None:
    registry.handler(runs.CHECK_JOB, check_run)
    registry.handler(runs.IMPORT_JOB, import_some)
    registry.handler(runs.REFRESH_JOB, refresh)
    registry.handler(SWEEP_JOB, sweep)
    registry.periodic(SWEEP_JOB, every=timedelta(days=1))


def check_run(run_id: int) -> None:
    """Read a whole file and note what an import would do; stores no price."""
    with transaction():
        if _state(run_id) is not RunState.CHECKING:
            return
        plan = runs.plan_of(run_id)
    told = time.monotonic()

    def tell(position: int) -> None:
        nonlocal told
        if time.monotonic() - told > _TELL_SECONDS:
            told = time.monotonic()
            with transaction():
                db.session.get_one(ImportRun, run_id).bytes_done = position

    try:
        found = check(plan.path, plan.mapping, plan.errors, tell)
    except AppError as error:
        runs.fail(run_id, error.message)
        return
    run = db.session.get_one(ImportRun, run_id)
    run.checked = found.tally.as_json()
    run.preview = found.preview
    run.error_bytes = found.error_bytes
    run.bytes_done = run.file_bytes
    run.state = RunState.CHECKED


def import_some(run_id: int) -> None:
    """Take in as much of a file as a second allows, then make way and come back.

    Reading up to where it stopped takes no lock; the longer that took, the more is
    done at once, so that a huge file is not read over and over.
    """
    with transaction():
        if _state(run_id) is not RunState.IMPORTING:
            return
        plan = runs.plan_of(run_id)
    began = time.monotonic()
    try:
        importer = Importer(plan)
    except AppError as error:
        runs.fail(run_id, error.message)
        return
    until = time.monotonic() + max(_SECONDS, time.monotonic() - began)
    while importer.step():
        if time.monotonic() > until:
            enqueue(runs.IMPORT_JOB, run_id=run_id)
            return
    enqueue(runs.REFRESH_JOB, run_id=run_id)


def refresh(run_id: int | None = None) -> None:
    """Compute figures that are stale; the last one closes the import that made them so."""
    if refresh_some(_PRODUCTS):
        enqueue(runs.REFRESH_JOB, run_id=run_id)
    elif run_id is not None:
        runs.complete(run_id)


def sweep() -> None:
    """Delete files, uploaded or written of them, that nobody came back to for long."""
    oldest = (clock.now() - KEPT).timestamp()
    for path in runs.imports_folder().glob("*"):
        if path.is_file() and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def _state(run_id: int) -> RunState | None:
    return db.session.scalar(sa.select(ImportRun.state).where(ImportRun.id == run_id))
