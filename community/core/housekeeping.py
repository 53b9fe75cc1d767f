"""The core's periodic jobs: what has served its time is deleted."""

from datetime import timedelta

import sqlalchemy as sa

from community.core import clock, jobs, ratelimit, stash
from community.core.db import db
from community.core.forms import Submission
from community.core.jobs import JobRegistry
from community.core.mail import Mail

_SUBMISSIONS_KEPT = timedelta(days=2)
_MAILS_KEPT = timedelta(days=30)


def register(registry: JobRegistry) -> None:
    registry.handler("core.tidy", tidy)
    registry.periodic("core.tidy", every=timedelta(hours=1))


def tidy() -> None:
    """Forget passed limits, stale forms, old submissions, sent mails, finished jobs."""
    ratelimit.forget_expired()
    stash.forget_old()
    jobs.forget_done()
    oldest = clock.now() - _SUBMISSIONS_KEPT
    db.session.execute(sa.delete(Submission).where(Submission.created_at < oldest))
    sent = clock.now() - _MAILS_KEPT
    db.session.execute(sa.delete(Mail).where(Mail.sent_at < sent))
