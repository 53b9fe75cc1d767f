"""Which verified things enough flags have put in front of the queue, and not hidden."""

from collections.abc import Collection

import sqlalchemy as sa

from community.core.db import db
from moderation import scoring
from moderation.kinds import CaseState
from moderation.models import Case


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
