"""What the host's desk shows of the machinery: jobs that nobody could do."""

import sqlalchemy as sa

from community.core.db import db
from community.core.errors import NotFound
from community.core.jobs import Job, JobState

_MOST = 50


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
