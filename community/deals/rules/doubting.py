"""A moderator doubts what a line shows: a person looks at it, whatever was found before."""

from decimal import Decimal

from community.core import clock
from community.core.db import db
from community.core.measuring import Fact
from community.deals.kinds import HoldReason, HoldState, ReviewState
from community.deals.models import DealLine, LineHold
from community.deals.rejections import forget_rejection
from community.deals.rules.reviewing import tell_looked_at, this_week

_DOUBTED = str(HoldReason.DOUBTED)


def look_closer(line_id: int) -> None:
    """Let a line wait for a person, whatever was decided about it before."""
    line = db.session.get_one(DealLine, line_id)
    hold = line.hold or LineHold(
        month=clock.current_month(), reasons=[], score=Decimal(1)
    )
    waits = set() if hold.state is HoldState.DECIDED else set(hold.reasons)
    hold.reasons = sorted({*waits, _DOUBTED})
    hold.state, hold.decision, hold.decided_role = HoldState.OPEN, None, None
    hold.week = hold.week or this_week()
    forget_rejection(hold)
    line.hold = hold
    if line.review is not ReviewState.HELD:
        tell_looked_at(Fact.PRICE_HELD, _DOUBTED)
    line.review = ReviewState.HELD


def count_again(line_id: int) -> None:
    """Take the doubt back; what waits for another reason, or was decided, stays so."""
    line = db.session.get_one(DealLine, line_id)
    hold = line.hold
    if hold is None or hold.state is HoldState.DECIDED:
        return
    hold.reasons = [one for one in hold.reasons if one != _DOUBTED]
    if not hold.reasons:
        line.hold = None
        line.review = ReviewState.ACCEPTED
