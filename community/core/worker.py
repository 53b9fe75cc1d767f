"""The loop that does jobs: a thread in `serve`, or `fairquote worker` on any host."""

import threading
import time
from collections.abc import Callable

import structlog
from flask import Flask

from community.core import jobs
from community.core.db import db, transaction
from community.core.errors import AppError
from community.core.jobs import JobRegistry

_POLL_SECONDS = 0.5
_PERIODIC_SECONDS = 15.0

log = structlog.get_logger()


def run_one(app: Flask) -> bool:
    """Do the next due job; return False when there was none."""
    registry: JobRegistry = app.extensions["fairquote.jobs"]
    with app.app_context():
        if not _anything_due():
            return False
        with transaction():
            claimed = jobs.claim_next()
        if claimed is None:
            return False
        job_id, kind, args = claimed
        try:
            with transaction():
                registry.handlers[kind](**args)
                jobs.finish(job_id)
        except Exception as error:  # noqa: BLE001 - whatever it was, the job is retried
            log.warning("job_failed", job=job_id, kind=kind, error=type(error).__name__)
            with transaction():
                jobs.fail(job_id, _without_data(error))
        return True


def _without_data(error: Exception) -> str:
    """Return what the host may read: our own sentences, of others the kind alone."""
    name = type(error).__name__
    return f"{name}: {error.message}" if isinstance(error, AppError) else name


def run_due(app: Flask) -> int:
    """Do every job that is due now; return how many. For tests and commands."""
    count = 0
    while run_one(app):
        count += 1
    return count


def _anything_due() -> bool:
    # Looking costs no write lock; SQLite's one writer is left alone while idle.
    with db.engine.connect().execution_options(fairquote_reads=True) as connection:
        return bool(connection.scalar(jobs.due_exists()))


class Worker:
    """Runs jobs, periodic jobs and tickers until it is told to stop."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._registry: JobRegistry = app.extensions["fairquote.jobs"]
        self._stopping = threading.Event()
        self._periodic_due = 0.0
        self._ticks_due = dict.fromkeys(
            (ticker.name for ticker in self._registry.tickers), 0.0
        )

    def stop(self) -> None:
        self._stopping.set()

    def run(self) -> None:
        """Work until stop(); an error of the database is logged and waited out.

        Tickers have a thread of their own: what is posted during a long job must be
        found as soon as at any other time.
        """
        ticking = threading.Thread(
            target=self._keep_ticking, name="fairquote-tickers", daemon=True
        )
        ticking.start()
        while True:
            pause = 0.0 if self._work() else _POLL_SECONDS
            if self._stopping.wait(pause):
                break
        ticking.join()

    def _work(self) -> bool:
        """Do the next job that is due; return False when there was none."""
        try:
            self._make_periodics()
            return run_one(self._app)
        except Exception as error:  # noqa: BLE001 - the loop must outlive its errors
            log.warning("worker_waits", error=type(error).__name__)
            self._stopping.wait(2)
            return False

    def _keep_ticking(self) -> None:
        while not self._stopping.is_set():
            self._tick()
            self._stopping.wait(_POLL_SECONDS)

    def _make_periodics(self) -> None:
        if time.monotonic() < self._periodic_due:
            return
        self._periodic_due = time.monotonic() + _PERIODIC_SECONDS
        with self._app.app_context(), transaction():
            jobs.make_due_periodics(self._registry)

    def _tick(self) -> None:
        for ticker in self._registry.tickers:
            if time.monotonic() >= self._ticks_due[ticker.name]:
                self._ticks_due[ticker.name] = time.monotonic() + ticker.seconds
                self._run_ticker(ticker.name, ticker.tick)

    def _run_ticker(self, name: str, tick: Callable[[], None]) -> None:
        try:
            with self._app.app_context():
                tick()
        except Exception as error:  # noqa: BLE001 - one ticker must not stop the others
            log.warning("ticker_failed", ticker=name, error=type(error).__name__)


class WorkerThread:
    """A worker in a daemon thread of this process."""

    def __init__(self, app: Flask) -> None:
        self._worker = Worker(app)
        self._thread = threading.Thread(
            target=self._worker.run, name="fairquote-worker", daemon=True
        )
        self._thread.start()

    def stop(self, seconds: float = 10.0) -> None:
        """Let the job at hand finish, for `seconds` at most."""
        self._worker.stop()
        self._thread.join(seconds)


def start_thread(app: Flask) -> WorkerThread:
    """Start a worker as a daemon thread of this process and return it."""
    return WorkerThread(app)
