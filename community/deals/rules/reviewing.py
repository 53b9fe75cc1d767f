"""What comes of looking at a line: accepted, held for a person, or looked at again."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import sqlalchemy as sa

from community.core import clock, events
from community.core.db import db
from community.core.measuring import HOURS_OF_WEEK, Fact, Measured, monday_of
from community.deals.kinds import HoldReason, HoldState, ReviewState
from community.deals.models import Deal, DealLine, LineHold


def look_again(deal: Deal) -> None:
    """Let the next release look at each line of a deal anew: it isn't what it was."""
    for line in deal.lines:
        line.review = ReviewState.PENDING
        line.hold = None


def accept_lines(line_ids: Sequence[int]) -> None:
    """Let lines that nobody had looked at count; others stay what they are.

    No more than a statement can hold.
    """
    new = (DealLine.id.in_(line_ids), DealLine.review == ReviewState.PENDING)
    tiers = db.session.execute(
        sa.select(Deal.evidence, sa.func.count(DealLine.id))
        .join(Deal, Deal.id == DealLine.deal_id)
        .where(*new)
        .group_by(Deal.evidence)
    ).all()
    for tier, times in tiers:
        tell_looked_at(Fact.PRICE_ACCEPTED, str(tier), times)
    db.session.execute(
        sa.update(DealLine).where(*new).values(review=ReviewState.ACCEPTED)
    )


def hold_line(line: DealLine, reasons: Iterable[HoldReason], score: Decimal) -> bool:
    """Let a line wait for a person; return whether it waits.

    `score` is its price as a multiple of the median of the others: 12.5, or 0.04. What
    a person has decided stays decided until the deal is changed.
    """
    if line.hold is not None and line.hold.state is HoldState.DECIDED:
        return False
    if line.hold is None:
        line.hold = LineHold(month=clock.current_month(), week=this_week())
    line.hold.reasons = sorted({str(reason) for reason in reasons})
    line.hold.score = score
    if line.review is not ReviewState.HELD:
        tell_looked_at(Fact.PRICE_HELD, line.hold.reasons[0])
    line.review = ReviewState.HELD
    return True


def tell_looked_at(fact: Fact, detail: str, times: int = 1) -> None:
    """Have it counted what came of looking at lines, in their week and of no product."""
    events.publish(Measured(fact, times, detail, day=this_week()))


def tell_waited(hold: LineHold) -> None:
    """Have it counted how many weeks a line was held, and forget since when."""
    if hold.week is None:
        return
    weeks = max((this_week() - hold.week).days // 7, 0)
    hours = weeks * HOURS_OF_WEEK
    events.publish(Measured(Fact.HOLD_DECIDED, hours=hours, day=this_week()))
    hold.week = None


def this_week() -> date:
    """Return the Monday: of a price no day is kept."""
    return monday_of(clock.now().date())
