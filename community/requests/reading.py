"""Requests as they are read: by their buyer, and by the vendor's people.

What the latter see is made of Seen alone, which the buyer was shown before it was sent.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from community.accounts.post import site
from community.accounts.traits import REGION_LABELS
from community.catalog.paths import product_path, vendor_path
from community.core import clock
from community.core.icalendar import CalendarEvent, calendar_file
from community.core.visibility import State
from community.core.zones import in_zone
from community.reps.desk import in_words
from community.reps.models import ClaimState, RepClaim
from community.requests import access, queries
from community.requests.drafts import Shown
from community.requests.kinds import (
    MEETING_LABELS,
    MessageKind,
    RequestState,
    Reveals,
    TimeState,
)
from community.requests.models import BuyerRequest, ProposedTime, RequestMessage
from community.requests.paths import DESK, anchor_of, desk_path, request_path
from community.requests.queries import Row

STATE_LABELS = {
    RequestState.OPEN: "Open",
    RequestState.WITHDRAWN: "Withdrawn",
    RequestState.ENDED: "Over",
}
_STEPS = {
    MessageKind.REVEALED: "told more of themselves",
    MessageKind.PROPOSED: "proposed a time",
    MessageKind.ACCEPTED: "accepted a time",
    MessageKind.DECLINED: "declined a time",
}
_HIDDEN = "A moderator has hidden this message."


@dataclass(frozen=True)
class Seen:
    """A buyer as the vendor sees them: an alias, and what was revealed."""

    alias: str
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        return dict(self.facts).get("Name", self.alias)


def seen(alias: str, told: Shown) -> Seen:
    pairs = (
        ("Name", told.name),
        ("Mail", told.mail),
        ("Organisation", f"{told.size} people" if told.size else None),
        ("Region", REGION_LABELS[told.region] if told.region else None),
    )
    return Seen(alias, tuple((label, value) for label, value in pairs if value))


def seen_of(request: BuyerRequest) -> Seen:
    """Return what the vendor sees of a request's buyer now."""
    told = Shown(
        reveals=request.reveals,
        size=request.shown_size,
        region=request.shown_region,
        name=request.shown_name,
        mail=request.shown_mail,
    )
    return seen(request.alias, told)


@dataclass(frozen=True)
class Line:
    """One step of the conversation."""

    public_id: str
    anchor: str
    by: str
    is_vendors: bool
    step: str
    """What was done, where nothing was said."""
    html: str
    mark: str
    created_at: datetime


@dataclass(frozen=True)
class Slot:
    """A proposed time on the reader's clock."""

    public_id: str
    what: str
    starts: datetime
    ends: datetime
    zone: str
    place: str
    state: TimeState
    may_accept: bool
    may_decline: bool
    may_take_back: bool
    is_link: bool


@dataclass(frozen=True)
class Conversation:
    """What both sides read of a request."""

    public_id: str
    url: str
    subject: str
    vendor: str
    vendor_url: str
    product: str
    product_url: str
    seen: Seen
    to: str
    lines: list[Line]
    slots: list[Slot]
    created_at: datetime
    last_day: date


@dataclass(frozen=True)
class OwnRequest:
    """A request as its buyer sees it: what both read, and what they may do."""

    talk: Conversation
    state: str
    is_open: bool
    may_reveal: bool
    stars: int | None
    may_rate: bool
    rep_is_gone: bool
    has_team: bool
    """Whether anybody speaks for the vendor now."""


def own_request(row: Row, zone: str) -> OwnRequest:
    request = row.request
    is_open = access.is_open(request)
    return OwnRequest(
        talk=_conversation(row, request_path(request.public_id), zone, own=True),
        state=state_of(request),
        is_open=is_open,
        may_reveal=is_open and request.reveals is not Reveals.PERSON,
        stars=request.stars,
        may_rate=request.answered_at is not None,
        rep_is_gone=row.claim is not None
        and row.claim.state is not ClaimState.APPROVED,
        has_team=bool(is_open and queries.list_spokespeople(request.vendor_id)),
    )


def state_of(request: BuyerRequest) -> str:
    """Return how far a request has come; its last day's end waits for no job."""
    is_over = request.state is RequestState.OPEN and not access.is_open(request)
    return STATE_LABELS[RequestState.ENDED if is_over else request.state]


def request_for_vendor(row: Row, zone: str) -> Conversation:
    """Return a request as the vendor's people see it."""
    return _conversation(row, desk_path(row.request.public_id), zone, own=False)


def _conversation(row: Row, url: str, zone: str, *, own: bool) -> Conversation:
    request, product = row.request, row.product
    buyer = seen_of(request)
    messages = queries.list_messages(request)
    return Conversation(
        public_id=request.public_id,
        url=url,
        subject=request.subject,
        vendor=row.vendor.name,
        vendor_url=vendor_path(row.vendor),
        product="" if product is None else product.name,
        product_url="" if product is None else product_path(product),
        seen=buyer,
        to=told_to(row),
        lines=[
            _line(message, claim, "You" if own else buyer.name, own=own)
            for message, claim in messages
        ],
        slots=[
            _slot(one, zone, own=own, is_open=access.is_open(request))
            for one in queries.list_times(request)
        ],
        created_at=request.created_at,
        last_day=request.last_day,
    )


def told_to(row: Row) -> str:
    """Return who of the vendor sees it."""
    return (
        f"Everybody who speaks for {row.vendor.name}"
        if row.claim is None
        else (row.claim.signature)
    )


def _line(
    message: RequestMessage, claim: RepClaim | None, buyer: str, *, own: bool
) -> Line:
    is_hidden = message.state is not State.PUBLIC
    return Line(
        public_id=message.public_id,
        anchor=anchor_of(message.public_id),
        by=buyer if claim is None else claim.signature,
        is_vendors=claim is not None,
        step=_STEPS.get(message.kind, ""),
        html="" if is_hidden and own else message.html,
        mark=_HIDDEN if is_hidden else "",
        created_at=message.created_at,
    )


def _slot(one: ProposedTime, zone: str, *, own: bool, is_open: bool) -> Slot:
    starts = in_zone(one.starts_at, zone)
    waits = is_open and one.state is TimeState.PROPOSED
    holds = is_open and one.state is TimeState.ACCEPTED
    return Slot(
        public_id=one.public_id,
        what=f"{MEETING_LABELS[one.meeting]}, {one.minutes} minutes",
        starts=starts,
        ends=starts + timedelta(minutes=one.minutes),
        zone=zone,
        place=one.place,
        state=one.state,
        may_accept=own and waits and one.starts_at > clock.now(),
        may_decline=own and (waits or holds),
        may_take_back=waits and not own,
        is_link=one.place.startswith("https://"),
    )


def calendar_of(row: Row, time: ProposedTime, *, own: bool) -> str:
    """Return a time as a calendar file: of the buyer it says nothing, not to a rep either."""
    request, place = row.request, site()
    path = request_path(request.public_id) if own else DESK
    with_whom = row.vendor.name if own else "a buyer"
    return calendar_file(
        CalendarEvent(
            uid=f"{time.public_id}@{urlsplit(place.base_url).hostname or 'localhost'}",
            stamp=time.created_at,
            starts=time.starts_at,
            minutes=time.minutes,
            title=f"{MEETING_LABELS[time.meeting]} with {with_whom} ({place.name})",
            place=time.place,
            url=place.link(path),
            is_certain=time.state is TimeState.ACCEPTED,
        )
    )


def open_rows(rows: list[Row]) -> list[tuple[Row, Seen, str]]:
    """Return each with whom its vendor sees, and "answered after 5 hours" of it."""
    now = clock.now()
    return [(one, seen_of(one.request), _waited(one.request, now)) for one in rows]


def _waited(request: BuyerRequest, now: datetime) -> str:
    until = request.answered_at
    words = in_words(((until or now) - request.created_at).total_seconds())
    return f"waits for {words}" if until is None else f"answered after {words}"


@dataclass(frozen=True)
class Record:
    """How a vendor treats requests, in words."""

    median: str
    """How long an answer takes, "" where none came."""
    unanswered: str
    stars: str


def record_of(vendor_id: int) -> Record | None:
    """Return the record of a vendor to whom enough requests were sent: one query."""
    found = queries.find_record(vendor_id)
    if found is None:
        return None
    return Record(
        median="" if found.median_seconds is None else in_words(found.median_seconds),
        unanswered=f"{found.unanswered_tenths * 10} %",
        stars="" if found.stars_tenths is None else f"{found.stars_tenths / 10:.1f}",
    )
