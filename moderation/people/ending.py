"""Ending a measure whose decision does not stand any more."""

import sqlalchemy as sa

from community.core import clock
from community.core.db import changed
from moderation.models import Action
from moderation.people.models import Measure


def end_measure(action: Action) -> None:
    """Let what an action took away come back; nothing if it has ended."""
    changed(
        sa.update(Measure)
        .where(Measure.action_id == action.id, Measure.lifted_at.is_(None))
        .values(lifted_at=clock.now())
    )
