"""Work outside the request: rows in the transaction that caused them, done by a worker."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from community.core import clock
from community.core.db import (
    Base,
    CreatedAt,
    IntPk,
    Json,
    StrEnumType,
    db,
    insert_ignore,
)

MOST_ATTEMPTS = 8
LEASE = timedelta(minutes=10)
DONE_KEPT = timedelta(days=7)
_ERROR_LENGTH = 500


class JobState(StrEnum):
    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


class Job(Base):
    """One piece of work; `unique_key` keeps a periodic slot from being made twice."""

    __tablename__ = "job"
    __table_args__ = (sa.Index("ix_job_state_run_at", "state", "run_at"),)

    id: Mapped[IntPk]
    kind: Mapped[str] = mapped_column(sa.String(64))
    args: Mapped[dict[str, Any]] = mapped_column(Json)
    state: Mapped[JobState] = mapped_column(
        StrEnumType(JobState), default=JobState.READY
    )
    run_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    unique_key: Mapped[str | None] = mapped_column(sa.String(128), unique=True)
    last_error: Mapped[str | None] = mapped_column(sa.String(_ERROR_LENGTH))
    created_at: Mapped[CreatedAt]


@dataclass(frozen=True)
class _Periodic:
    kind: str
    every: timedelta


@dataclass(frozen=True)
class _Ticker:
    name: str
    seconds: float
    tick: Callable[[], None]


class JobRegistry:
    """Which function does which kind of job, what recurs, and what ticks."""

    def __init__(self) -> None:
        self.handlers: dict[str, Callable[..., None]] = {}
        self.periodics: list[_Periodic] = []
        self.tickers: list[_Ticker] = []

    def handler(self, kind: str, do: Callable[..., None]) -> None:
        """Let `do(**args)` do jobs of `kind`; it may be called twice for one job."""
        if kind in self.handlers:
            raise ValueError(f"Two handlers for the job {kind}.")
        self.handlers[kind] = do

    def periodic(self, kind: str, *, every: timedelta) -> None:
        """Have a job of `kind` without arguments made once in each slot of `every`."""
        self.periodics.append(_Periodic(kind, every))

    def ticker(self, name: str, seconds: float, tick: Callable[[], None]) -> None:
        """Call `tick` from each worker about every `seconds`, without a row."""
        self.tickers.append(_Ticker(name, seconds, tick))


def enqueue(
    kind: str,
    *,
    run_at: datetime | None = None,
    unique_key: str | None = None,
    **args: str | int | None,
) -> None:
    """Add a job to the transaction; with a `unique_key` that exists, add nothing."""
    row = {
        "kind": kind,
        "args": args,
        "state": JobState.READY,
        "run_at": run_at or clock.now(),
        "attempts": 0,
        "unique_key": unique_key,
        "created_at": clock.now(),
    }
    insert_ignore(Job, [row])


def make_due_periodics(registry: JobRegistry) -> None:
    """Add the jobs of the slots that have begun."""
    seconds = clock.now().timestamp()
    for periodic in registry.periodics:
        slot = int(seconds // periodic.every.total_seconds())
        key = f"{periodic.kind}@{slot}"
        if not db.session.scalar(sa.select(Job.id).where(Job.unique_key == key)):
            enqueue(periodic.kind, unique_key=key)


def due_exists() -> sa.Select[tuple[bool]]:
    """Return the question whether a job is due."""
    return sa.select(sa.exists().where(*_is_due()))


def _is_due() -> tuple[sa.ColumnElement[bool], ...]:
    # A lease that ran out (its worker died) makes a running job due again.
    return (
        Job.state.in_((JobState.READY, JobState.RUNNING)),
        Job.run_at <= clock.now(),
    )


def claim_next() -> tuple[int, str, dict[str, Any]] | None:
    """Lease the next due job for ten minutes and return its id, kind and arguments."""
    due = (
        sa.select(Job)
        .where(*_is_due())
        .order_by(Job.run_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    job = db.session.scalar(due)
    while job is not None and job.attempts >= MOST_ATTEMPTS:
        # fail() never got to hear of it: this one takes its worker along each time.
        job.state = JobState.DEAD
        job.last_error = "The worker died in each attempt."
        job = db.session.scalar(due)
    if job is None:
        return None
    job.state = JobState.RUNNING
    job.attempts += 1
    job.run_at = clock.now() + LEASE
    return job.id, job.kind, job.args


def finish(job_id: int) -> None:
    db.session.execute(
        sa.update(Job)
        .where(Job.id == job_id)
        .values(state=JobState.DONE, last_error=None)
    )


def fail(job_id: int, error: str) -> None:
    """Put the job back with a longer wait each time; bury it after the last try."""
    job = db.session.get_one(Job, job_id)
    job.last_error = error[:_ERROR_LENGTH]
    if job.attempts >= MOST_ATTEMPTS:
        job.state = JobState.DEAD
        return
    wait = min(2**job.attempts * 5, 3600) * random.uniform(0.8, 1.2)  # noqa: S311
    job.state = JobState.READY
    job.run_at = clock.now() + timedelta(seconds=wait)


def retry(job_id: int) -> None:
    """Give a dead job another life."""
    job = db.session.get_one(Job, job_id)
    if job.state is JobState.DEAD:
        job.state = JobState.READY
        job.attempts = 0
        job.run_at = clock.now()


def forget_done(*, older_than: timedelta = DONE_KEPT) -> None:
    """Delete finished jobs; the dead stay until the host has seen to them."""
    db.session.execute(
        sa.delete(Job).where(
            Job.state == JobState.DONE, Job.run_at < clock.now() - older_than
        )
    )


def drop(job_id: int) -> None:
    """Forget a dead job: what it was to do is not done."""
    db.session.execute(
        sa.delete(Job).where(Job.id == job_id, Job.state == JobState.DEAD)
    )
