"""For which reason something is kept from the public, as the public log tells it."""

from collections.abc import Collection, Mapping

import sqlalchemy as sa

from community.core.db import db
from community.core.restricting import Restriction
from moderation.appeals.kinds import HIDES
from moderation.letters import reason_label
from moderation.models import Action, Case


class Restrictions:
    """The core.restricting.KnowsRestrictions of app.py."""

    def standing(
        self, kind: str, object_ids: Collection[int]
    ) -> Mapping[int, Restriction]:
        rows = db.session.execute(
            sa.select(Case.object_id, Action.reason)
            .join(Case, Case.id == Action.case_id)
            .where(
                Case.kind == kind,
                Case.object_id.in_(object_ids),
                Action.kind.in_(HIDES),
                Action.undone_at.is_(None),
            )
            .order_by(Action.id)
        )
        return {
            object_id: Restriction(reason or "", reason_label(reason))
            for object_id, reason in rows
        }
