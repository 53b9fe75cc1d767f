"""Whoever reported something in vain waits a day before they report the same words again."""

from datetime import timedelta

import sqlalchemy as sa

from community.core import clock
from community.core.db import db
from community.core.errors import Conflict
from community.core.moderating import ModeratedItem
from moderation.kinds import DISMISSING, ActionKind, Outcome, Reason
from moderation.models import Action, Flag

_WAIT = timedelta(hours=24)
_SAY_NO = DISMISSING | {ActionKind.OVERTURNED}


def cooled(user_id: int, item: ModeratedItem, reason: Reason) -> bool:
    """Return whether a report of `reason` counts: not within a day of one in vain.

    Raises Conflict then, but for legal notices: the law has these taken whatever was
    decided before, so they come in and count nothing toward hiding.
    """
    if not _was_in_vain(user_id, item):
        return True
    if reason is not Reason.ILLEGAL:
        raise Conflict(
            "A moderator looked at your report of this within the last 24 hours, and it "
            "stays. Report it again when that time is over, or when it was changed; or "
            "appeal, on the page of your reports."
        )
    return False


def _was_in_vain(user_id: int, item: ModeratedItem) -> bool:
    in_vain = sa.exists().where(
        Flag.reporter_id == user_id,
        Flag.kind == item.kind,
        Flag.object_id == item.object_id,
        Flag.item_version == item.version,
        Flag.outcome == Outcome.DISMISSED,
        Action.case_id == Flag.case_id,
        Action.kind.in_(_SAY_NO),
        Action.undone_at.is_(None),
        Action.created_at > clock.now() - _WAIT,
    )
    return bool(db.session.scalar(sa.select(in_vain)))
