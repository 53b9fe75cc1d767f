"""Where legal notices stand, and how many were answered in time."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from community.core.db import db
from moderation.notices.models import Notice


@dataclass(frozen=True)
class InTime:
    """How many notices were decided, and how many of them by their deadline."""

    decided: int
    in_time: int


def find_notices(flag_ids: Sequence[int]) -> dict[int, Notice]:
    """Return the notices among some flags, by these; one query."""
    found = db.session.scalars(sa.select(Notice).where(Notice.flag_id.in_(flag_ids)))
    return {one.flag_id: one for one in found}


def clock_of(notice: Notice | None) -> str:
    """Return a notice's number and what its clock says; "" for none."""
    if notice is None:
        return ""
    if notice.decided_at is not None:
        return f"Notice {notice.number}: decided {notice.decided_at:%-d %b %Y}"
    return f"Notice {notice.number}: to decide by {notice.due_at:%-d %b %Y}"


def count_in_time() -> InTime:
    decided = Notice.decided_at.is_not(None)
    in_time = sa.func.sum(sa.case((Notice.decided_at <= Notice.due_at, 1), else_=0))
    row = db.session.execute(sa.select(sa.func.count(), in_time).where(decided)).one()
    return InTime(row[0], int(row[1] or 0))
