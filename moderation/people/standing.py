"""The one place that says whether a moderator's measure stands in somebody's way."""

from datetime import datetime

import sqlalchemy as sa

from community.core import clock
from community.core.db import db
from community.core.rights import RIGHT_LABELS, Restricted, Right
from moderation.letters import reason_label, statement_path
from moderation.models import Action
from moderation.people.models import Measure, MeasureKind


class Standing:
    """What knows the measures that hold; core.rights asks it before each write."""

    def require_may(self, user_id: int, right: Right | None) -> None:
        for measure, action in _in_force(user_id):
            sentence = _sentence(measure, action, right)
            if sentence:
                raise Restricted(sentence, leads_to=statement_path(action))


def in_force(at: datetime) -> sa.ColumnElement[bool]:
    """Match measures that forbid something at `at`."""
    unread = sa.and_(Measure.kind == MeasureKind.WARNED, Measure.confirmed_at.is_(None))
    lasting = sa.and_(
        Measure.kind != MeasureKind.WARNED,
        sa.or_(Measure.until.is_(None), Measure.until > at),
    )
    return sa.and_(Measure.lifted_at.is_(None), sa.or_(unread, lasting))


def _in_force(user_id: int) -> list[tuple[Measure, Action]]:
    rows = db.session.execute(
        sa.select(Measure, Action)
        .join(Action, Action.id == Measure.action_id)
        .where(Measure.user_id == user_id, in_force(clock.now()))
        .order_by(Measure.id)
    )
    return [(measure, action) for measure, action in rows]


def _sentence(measure: Measure, action: Action, right: Right | None) -> str:
    why = f"Why: {reason_label(action.reason)}. {_REDRESS}"
    until = until_words(measure.until)
    if measure.kind is MeasureKind.WARNED:
        return "A moderator warned you. Read why, and confirm that: then go on."
    if measure.kind is MeasureKind.SUSPENDED:
        return f"Your account is suspended {until}: you read, and post nothing. {why}"
    if right is None or right not in measure.rights:
        return ""
    return f"A moderator took away your right to {RIGHT_LABELS[right]} {until}. {why}"


_REDRESS = "The statement of reasons says what was found, and what you can do about it."


def until_words(until: datetime | None) -> str:
    return f"until {until:%-d %B %Y, %H:%M} UTC" if until else "for good"
