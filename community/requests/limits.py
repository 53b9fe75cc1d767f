"""How much a buyer asks in a day, and how hard a vendor may press."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from community.accounts.pace import DAY, lock_member, require_fewer
from community.core.db import db
from community.core.errors import Conflict
from community.core.ratelimit import Limit, hit_if_done
from community.requests.access import open_requests
from community.requests.models import BuyerRequest, RequestMessage


@dataclass(frozen=True)
class Limits:
    """An account is new on its first day, and as long as it is on the first level."""

    requests_a_day: int = 5
    requests_a_day_when_new: int = 2
    open_for_one_vendor: int = 3
    messages_a_day: int = 30
    in_a_row: int = 3
    """So many messages a vendor may write before its buyer says something."""


LIMITS = Limits()


def require_may_ask(user_id: int, vendor_id: int, at: datetime) -> None:
    """Raise TooMany beyond a day's requests, Conflict beyond those open for one vendor."""
    new = lock_member(user_id, at)
    most = LIMITS.requests_a_day_when_new if new else LIMITS.requests_a_day
    theirs = BuyerRequest.buyer_id == user_id
    times = db.session.scalars(
        sa.select(BuyerRequest.created_at)
        .where(theirs, BuyerRequest.created_at > at - DAY)
        .order_by(BuyerRequest.created_at.desc())
        .limit(most)
    ).all()
    require_fewer(times, most, at)
    waiting = db.session.scalar(
        sa.select(sa.func.count(BuyerRequest.id)).where(
            theirs, BuyerRequest.vendor_id == vendor_id, open_requests()
        )
    )
    if (waiting or 0) >= LIMITS.open_for_one_vendor:
        raise Conflict(
            f"{LIMITS.open_for_one_vendor} requests of yours to this vendor are open. "
            "Write in one of them, or withdraw one."
        )


def count_message(user_id: int) -> None:
    """Raise TooMany for who writes all day."""
    hit_if_done("requests.message", str(user_id), Limit(LIMITS.messages_a_day, 86_400))


def require_turn(request: BuyerRequest) -> None:
    """Raise Conflict where a vendor has written enough for its buyer to answer first."""
    latest = db.session.scalars(
        sa.select(RequestMessage.claim_id)
        .where(RequestMessage.request_id == request.id)
        .order_by(RequestMessage.id.desc())
        .limit(LIMITS.in_a_row)
    ).all()
    if len(latest) == LIMITS.in_a_row and None not in latest:
        raise Conflict(
            f"You have written {LIMITS.in_a_row} times in a row. The buyer has the word."
        )
