"""Announced events as screening compares them with what others wrote."""

from datetime import datetime

import sqlalchemy as sa

from community.core.db import db
from community.core.screening import Ballot, Moment, Writing
from community.core.visibility import State
from community.demos.events import KIND
from community.demos.models import Demo
from community.demos.paths import event_path
from community.reps.models import RepClaim

_BY: sa.ColumnElement[int] = sa.func.coalesce(RepClaim.user_id, Demo.host_id)


class ScreenedEvents:
    """The announced events of app.py."""

    kind = KIND

    def latest(self, limit: int) -> list[Writing]:
        rows = db.session.execute(
            sa.select(Demo, _BY)
            .outerjoin(RepClaim, RepClaim.id == Demo.claim_id)
            .where(Demo.state == State.PUBLIC)
            .order_by(Demo.id.desc())
            .limit(limit)
        )
        return [
            Writing(
                kind=self.kind,
                object_id=one.id,
                title=one.title,
                url=event_path(one.public_id),
                text=one.source,
                author_id=user_id,
                at=one.created_at,
            )
            for one, user_id in rows
        ]

    def written_by(self, user_id: int, limit: int) -> list[Moment]:
        rows = db.session.execute(
            sa.select(Demo.created_at, Demo.state)
            .outerjoin(RepClaim, RepClaim.id == Demo.claim_id)
            .where(sa.literal(user_id) == _BY)
            .order_by(Demo.id.desc())
            .limit(limit)
        )
        return [Moment(at, state is State.PUBLIC) for at, state in rows]

    def authors_about(self, vendor_id: int, since: datetime) -> list[int]:  # noqa: ARG002
        """Return nobody: a vendor's own words are no burst."""
        return []

    def ballots(self, since: datetime, limit: int) -> list[Ballot]:  # noqa: ARG002
        """Return none: nobody votes for them."""
        return []

    def ballots_around(self, user_id: int, since: datetime) -> list[Ballot]:  # noqa: ARG002
        """Return none: nobody votes for them."""
        return []
