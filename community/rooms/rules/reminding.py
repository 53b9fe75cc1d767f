"""Reminds a room's people by mail before what they decided has to be renewed."""

from datetime import date, timedelta

import sqlalchemy as sa

from community.accounts.notices import post_or_keep
from community.accounts.post import site
from community.core import clock
from community.core.db import db
from community.rooms import letters, queries
from community.rooms.kinds import REMIND_DAYS
from community.rooms.models import Room, RoomDecision

_A_JOB = 50


def remind_due() -> bool:
    """Remind the people of some rooms; return whether there may be more.

    Once for each number of days, whatever days the job missed.
    """
    today = clock.now().date()
    due = db.session.scalars(
        sa.select(RoomDecision)
        .where(
            RoomDecision.renewal_on >= today,
            sa.or_(*(_is_due(today, days) for days in REMIND_DAYS)),
        )
        .order_by(RoomDecision.renewal_on, RoomDecision.id)
        .limit(_A_JOB)
        .with_for_update()
    ).all()
    for decision in due:
        assert decision.renewal_on is not None  # noqa: S101 - the filter asks for it
        left = (decision.renewal_on - today).days
        decision.reminded_days = min(days for days in REMIND_DAYS if left <= days)
        room = db.session.get_one(Room, decision.room_id)
        letter = letters.reminder(site(), room.public_id, left)
        for one in queries.list_people(room):
            post_or_keep(one.member.user_id, letter)
    return len(due) == _A_JOB


def _is_due(today: date, days: int) -> sa.ColumnElement[bool]:
    return sa.and_(
        RoomDecision.renewal_on <= today + timedelta(days=days),
        sa.or_(RoomDecision.reminded_days.is_(None), RoomDecision.reminded_days > days),
    )
