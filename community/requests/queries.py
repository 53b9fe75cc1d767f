"""Finding requests for whoever may see them, with what was said and proposed in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from community.catalog.models import Product, Vendor
from community.catalog.paths import is_public_id
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import NotFound
from community.core.paging import Page, keyset_page
from community.core.ports import Voice
from community.core.spokespeople import voice_of
from community.reps.models import ClaimState, RepClaim
from community.requests import access
from community.requests.models import (
    BuyerRequest,
    ContactRecord,
    ProposedTime,
    RequestMessage,
)

LIST_SIZE = 30
MOST_REPS = 50
MOST_MESSAGES = 200
_NONE = "There is no such request."


@dataclass(frozen=True)
class Row:
    """A request with the names of what it is about."""

    request: BuyerRequest
    vendor: Vendor
    product: Product | None
    claim: RepClaim | None


def list_spokespeople(vendor_id: int) -> list[RepClaim]:
    """Return the claims of those who speak for a vendor, the earliest first."""
    return list(
        db.session.scalars(
            sa.select(RepClaim)
            .where(
                RepClaim.vendor_id == vendor_id, RepClaim.state == ClaimState.APPROVED
            )
            .order_by(RepClaim.id)
            .limit(MOST_REPS)
        )
    )


def get_own_row(actor: Actor, public_id: str) -> Row:
    """Return a request of the actor's own, in whatever state; raise NotFound otherwise."""
    return _get(public_id, access.own_requests(actor))


def get_row_for(voice: Voice, public_id: str) -> Row:
    """Return an open request that a vendor's rep was chosen for; raise NotFound otherwise."""
    return _get(public_id, access.answerable_requests(voice))


def _get(public_id: str, which: sa.ColumnElement[bool]) -> Row:
    row = None
    if is_public_id(public_id):
        row = db.session.execute(
            _rows().where(BuyerRequest.public_id == public_id, which)
        ).one_or_none()
    if row is None:
        raise NotFound(_NONE)
    return Row(*row)


def list_own_rows(actor: Actor, after: str | None) -> Page[Row]:
    """Return the actor's own requests, the newest first."""
    return _page(access.own_requests(actor), after)


def list_rows_for(voice: Voice, after: str | None) -> Page[Row]:
    """Return the open requests that a rep may answer, the newest first."""
    return _page(access.answerable_requests(voice), after)


def _page(which: sa.ColumnElement[bool], after: str | None) -> Page[Row]:
    page = keyset_page(
        _rows().where(which),
        order=(BuyerRequest.id.desc(),),
        after=after,
        size=LIST_SIZE,
    )
    return Page([Row(*row) for row in page.items], page.next_cursor)


def _rows() -> sa.Select[Any]:
    columns: list[Any] = [BuyerRequest, Vendor, Product, RepClaim]
    return (
        sa.select(*columns)
        .join(Vendor, Vendor.id == BuyerRequest.vendor_id)
        .outerjoin(Product, Product.id == BuyerRequest.product_id)
        .outerjoin(RepClaim, RepClaim.id == BuyerRequest.claim_id)
    )


def list_messages(
    request: BuyerRequest,
) -> list[tuple[RequestMessage, RepClaim | None]]:
    """Return what was said, the oldest first, each with who of the vendor said it."""
    columns: list[Any] = [RequestMessage, RepClaim]
    latest = db.session.execute(
        sa.select(*columns)
        .outerjoin(RepClaim, RepClaim.id == RequestMessage.claim_id)
        .where(RequestMessage.request_id == request.id)
        .order_by(RequestMessage.id.desc())
        .limit(MOST_MESSAGES)
    )
    return [(row[0], row[1]) for row in latest][::-1]


def get_place_for(actor: Actor, public_id: str) -> tuple[str, bool]:
    """Return the request in which `actor` reads a message, and whether it is their own."""
    own = access.own_requests(actor)
    voice = voice_of(actor)
    theirs = sa.false() if voice is None else access.answerable_requests(voice)
    row = None
    if is_public_id(public_id):
        row = db.session.execute(
            sa.select(BuyerRequest.public_id, BuyerRequest.buyer_id)
            .join(RequestMessage, RequestMessage.request_id == BuyerRequest.id)
            .where(RequestMessage.public_id == public_id, sa.or_(own, theirs))
        ).one_or_none()
    if row is None:
        raise NotFound("There is no such message.")
    return row[0], row[1] == actor.user_id


def list_times(request: BuyerRequest) -> list[ProposedTime]:
    """Return the times that were proposed, the soonest first."""
    return list(
        db.session.scalars(
            sa.select(ProposedTime)
            .where(ProposedTime.request_id == request.id)
            .order_by(ProposedTime.starts_at, ProposedTime.id)
        )
    )


def get_time(request: BuyerRequest, public_id: str) -> ProposedTime:
    """Return one of the times of a request; raise NotFound for any other."""
    found = None
    if is_public_id(public_id):
        found = db.session.scalar(
            sa.select(ProposedTime).where(
                ProposedTime.public_id == public_id,
                ProposedTime.request_id == request.id,
            )
        )
    if found is None:
        raise NotFound("There is no such time.")
    return found


def count_unanswered(voice: Voice) -> int:
    """Return how many open requests have no answer yet, for the desk."""
    waiting = sa.select(sa.func.count(BuyerRequest.id)).where(
        access.answerable_requests(voice), BuyerRequest.answered_at.is_(None)
    )
    return db.session.scalar(waiting) or 0


def find_record(vendor_id: int) -> ContactRecord | None:
    """Return how a vendor treats requests, if enough were sent to tell."""
    return db.session.get(ContactRecord, vendor_id)


def list_open_read_by(claim_id: int) -> Sequence[BuyerRequest]:
    """Return the open requests that were sent to one representative, or answered by them."""
    answered = sa.exists().where(
        RequestMessage.request_id == BuyerRequest.id,
        RequestMessage.claim_id == claim_id,
    )
    theirs = sa.or_(
        BuyerRequest.claim_id == claim_id,
        sa.and_(BuyerRequest.claim_id.is_(None), answered),
    )
    return db.session.scalars(
        sa.select(BuyerRequest)
        .where(access.open_requests(), theirs)
        .order_by(BuyerRequest.id)
    ).all()


def recipients_of(request: BuyerRequest) -> Sequence[int]:
    """Return the accounts that see an open request and hear of it."""
    chosen = RepClaim.vendor_id == request.vendor_id
    if request.claim_id is not None:
        chosen = RepClaim.id == request.claim_id
    return db.session.scalars(
        sa.select(RepClaim.user_id)
        .where(
            chosen,
            RepClaim.vendor_id == request.vendor_id,
            RepClaim.state == ClaimState.APPROVED,
            RepClaim.user_id != request.buyer_id,
        )
        .order_by(RepClaim.id)
    ).all()
