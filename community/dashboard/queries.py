"""What the host's desk shows of the machinery: work that waits, and jobs nobody could do."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from community.core import clock
from community.core.db import db
from community.core.errors import NotFound
from community.core.jobs import Job, JobState

_MOST = 50


@dataclass(frozen=True)
class Waiting:
    """How many jobs are due and not done, and since when the oldest waits."""

    due: int
    oldest: datetime | None


def waiting_jobs() -> Waiting:
    row = db.session.execute(
        sa.select(sa.func.count(Job.id), sa.func.min(Job.run_at)).where(
            Job.state == JobState.READY, Job.run_at <= clock.now()
        )
    ).one()
    return Waiting(row[0], row[1])


def list_dead_jobs() -> list[Job]:
    """Return the jobs that failed for good, the newest first."""
    return list(
        db.session.scalars(
            sa.select(Job)
            .where(Job.state == JobState.DEAD)
            .order_by(Job.run_at.desc(), Job.id.desc())
            .limit(_MOST)
        )
    )


def get_dead_job(job_id: int) -> Job:
    job = db.session.get(Job, job_id)
    if job is None or job.state is not JobState.DEAD:
        raise NotFound("There is no such job, or it is alive again.")
    return job
