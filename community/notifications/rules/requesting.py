"""Telling of requests: a vendor's people that there are some, a buyer that there is an answer.

What a buyer takes back goes from inboxes, and with it from mails that wait there.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from community.core.db import changed, db
from community.notifications.kinds import Followed, News, Why
from community.notifications.levels import frequency_of
from community.notifications.models import InboxEntry, InboxItem, Reader
from community.notifications.queries import wishes_from
from community.notifications.rules.delivering import Hearer, Slip, deliver
from community.requests.events import (
    BuyerWrote,
    RequestPassedOn,
    RequestTakenBack,
    VendorWrote,
)
from community.requests.models import BuyerRequest, RequestMessage
from community.requests.queries import recipients_of


def tell_vendor(event: BuyerWrote | RequestPassedOn) -> None:
    """Tell whom the buyer chose; who stopped following their vendor hears of it, too."""
    request = db.session.get_one(BuyerRequest, event.request_id)
    slip = Slip(News.REQUEST, Followed.VENDOR, request.vendor_id, event.message_id)
    _tell(slip, recipients_of(request), Why.SPEAKS)


def tell_buyer(event: VendorWrote) -> None:
    request = db.session.get_one(BuyerRequest, event.request_id)
    slip = Slip(
        News.REQUEST_ANSWER, Followed.VENDOR, request.vendor_id, event.message_id
    )
    _tell(slip, [request.buyer_id], Why.REQUESTED)


def take_back(event: RequestTakenBack) -> None:
    """Take a request out of the inboxes of the vendor's people."""
    told = sa.select(InboxEntry.id).where(InboxEntry.news == News.REQUEST)
    theirs = sa.select(RequestMessage.id).where(
        RequestMessage.request_id == event.request_id
    )
    changed(
        sa.delete(InboxItem).where(
            InboxItem.entry_id.in_(told), InboxItem.object_id.in_(theirs)
        )
    )
    left = sa.select(InboxItem.entry_id)
    changed(
        sa.delete(InboxEntry).where(
            InboxEntry.news == News.REQUEST, InboxEntry.id.not_in(left)
        )
    )


def _tell(slip: Slip, user_ids: Sequence[int], why: Why) -> None:
    readers = {
        one.user_id: one
        for one in db.session.scalars(
            sa.select(Reader).where(Reader.user_id.in_(user_ids))
        )
    }
    hearers = [
        Hearer(
            one, None, None, why, frequency_of(wishes_from(readers.get(one)), why, None)
        )
        for one in user_ids
    ]
    deliver(slip, hearers)
