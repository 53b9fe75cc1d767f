"""Who sent a notice is forgotten when nothing can follow from it any more."""

from datetime import timedelta

import sqlalchemy as sa

from community.core import clock
from community.core.db import write
from community.core.jobs import JobRegistry
from moderation.appeals.kinds import AppealState
from moderation.appeals.models import Appeal
from moderation.defamation.models import Complaint
from moderation.notices.models import Notice, NoticeSender
from moderation.redress import MAY_APPEAL_FOR

KEPT = MAY_APPEAL_FOR + timedelta(days=14)
"""After the decision: as long as it can be appealed, and that is being decided."""
ANSWER_KEPT = timedelta(days=400)
"""Who stands by something can be sued for a year (Limitation Act 1980, section 4A)."""
JOB = "moderation.forget-senders"


def forget_senders() -> None:
    """Delete who sent notices that were decided long ago, and who answered them."""
    waits = sa.exists().where(
        Appeal.notice_id == Notice.id, Appeal.state == AppealState.OPEN
    )
    old = sa.select(Notice.id).where(Notice.decided_at < clock.now() - KEPT, ~waits)
    write(sa.delete(NoticeSender).where(NoticeSender.notice_id.in_(old)))
    later = sa.select(Notice.id).where(Notice.decided_at < clock.now() - ANSWER_KEPT)
    write(
        sa.update(Complaint)
        .where(Complaint.notice_id.in_(later), Complaint.sealed_answer.is_not(None))
        .values(sealed_answer=None)
    )


def register(registry: JobRegistry) -> None:
    registry.handler(JOB, forget_senders)
    registry.periodic(JOB, every=timedelta(hours=6))
