"""What requests to vendors are shown as, to their buyers and to who answers them."""

from datetime import UTC

from community.api.shapes_own import (
    Message,
    Request,
    RequestRow,
    Requests,
    Revealed,
    Told,
)
from community.api.shapes_times import NewTime, ProposedTime
from community.core.paging import Page
from community.requests import reading
from community.requests.drafts import Told as What
from community.requests.queries import Row
from community.requests.reading import Conversation
from community.requests.rules.meeting import Proposal


def as_rows(page: Page[Row]) -> Requests:
    items = [
        RequestRow(
            id=one.request.public_id,
            subject=one.request.subject,
            vendor=one.vendor.name,
            product=one.product.name if one.product else None,
            state=reading.state_of(one.request),
            created_at=one.request.created_at,
        )
        for one in page.items
    ]
    return Requests(items=items, next=page.next_cursor)


def as_request(talk: Conversation) -> Request:
    return Request(
        id=talk.public_id,
        subject=talk.subject,
        vendor=talk.vendor,
        product=talk.product or None,
        alias=talk.seen.alias,
        told=[Told(label=label, value=value) for label, value in talk.seen.facts],
        messages=[
            Message(
                id=one.public_id,
                by=one.by,
                is_vendors=one.is_vendors,
                step=one.step or None,
                html=one.html,
                created_at=one.created_at,
            )
            for one in talk.lines
        ],
        times=[
            ProposedTime(
                id=one.public_id,
                what=one.what,
                starts=one.starts,
                ends=one.ends,
                place=one.place,
                state=str(one.state),
            )
            for one in talk.slots
        ],
        created_at=talk.created_at,
        last_day=talk.last_day,
    )


def proposal_of(sent: NewTime) -> Proposal:
    """Return a proposal on the clocks of UTC; a time without zone is taken as UTC."""
    starts = sent.starts
    if starts.tzinfo is not None:
        try:
            starts = starts.astimezone(UTC).replace(tzinfo=None)
        except OverflowError:  # a year that UTC doesn't have: no time to come
            starts = starts.replace(tzinfo=None)
    return Proposal(sent.what, starts, "UTC", sent.minutes, sent.place)


def told_of(sent: Revealed) -> What:
    """Return what a buyer reveals, as its rules take it."""
    return What(sent.reveals, sent.size, sent.region, sent.name)
