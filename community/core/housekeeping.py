"""The core's periodic jobs: what has served its time is deleted."""

from datetime import timedelta

import sqlalchemy as sa

from community.core import clock, jobs, keptforms, ratelimit, stash
from community.core.db import db
from community.core.forms import Submission
from community.core.jobs import JobRegistry
from community.core.mail import Mail

SUBMISSIONS_KEPT = timedelta(days=2)
MAILS_KEPT = timedelta(days=30)


def register(registry: JobRegistry) -> None:
    registry.handler("core.tidy", tidy)
    registry.periodic("core.tidy", every=timedelta(hours=1))


def tidy() -> None:
    """Forget passed limits, stale forms and drafts, old submissions, sent mails, finished jobs."""
    ratelimit.forget_expired()
    stash.forget_old()
    keptforms.forget_old()
    jobs.forget_done()
    oldest = clock.now() - SUBMISSIONS_KEPT
    db.session.execute(sa.delete(Submission).where(Submission.created_at < oldest))
    over = clock.now() - MAILS_KEPT
    old = sa.or_(Mail.sent_at < over, Mail.failed_at < over)
    db.session.execute(sa.delete(Mail).where(old))
