"""What flags say of things to the rooms that hold them: what waits, and what is heated."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from community.core.db import db
from moderation import scoring
from moderation.kinds import CaseState, Outcome
from moderation.models import Case, Flag


class OpenCases:
    """What knows what is under review."""

    def in_front(self, kind: str, object_ids: Collection[int]) -> set[int]:
        return set(
            db.session.scalars(
                sa.select(Case.object_id).where(
                    Case.kind == kind,
                    Case.object_id.in_(object_ids),
                    Case.state == CaseState.OPEN,
                    Case.score >= scoring.HIDES_FROM,
                )
            )
        )

    def reporters(self, kind: str, object_ids: sa.Select[int], since: datetime) -> int:
        cases = sa.select(Case.id).where(
            Case.kind == kind, Case.object_id.in_(object_ids)
        )
        people = sa.select(sa.func.count(Flag.reporter_id.distinct())).where(
            Flag.case_id.in_(cases),
            Flag.created_at > since,
            Flag.outcome != Outcome.DISMISSED,
            Flag.of_the_vendor.is_(False),
            Flag.reporter_id.is_not(None),
        )
        return db.session.scalars(people).one()
