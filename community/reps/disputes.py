"""Finding disputes: a vendor's in public, those that wait for a moderator, one of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from community.accounts.models import User
from community.catalog.access import visible_products
from community.catalog.models import Product, Vendor
from community.catalog.paths import is_public_id
from community.core.actors import VISITOR, Actor
from community.core.db import db
from community.core.errors import NotFound
from community.core.paging import Page, keyset_page
from community.core.restricting import Restriction, restrictions_of
from community.core.spokespeople import voice_of
from community.core.visibility import State
from community.reps import access
from community.reps.models import Dispute, RepClaim, Verdict
from community.reps.subjects import FIGURE_LABELS, GROUNDS_LABELS, VERDICT_LABELS
from community.reviews.models import Review
from community.reviews.paths import review_path
from community.threads.models import Post, Thread
from community.threads.paths import post_path

DISPUTE = "dispute"
"""What moderators call it."""
A_PAGE = 20
_UNTOLD = Restriction("", "No reason is on record")
_GONE = "What it is about is not public any more"
_Reviewed = aliased(Product)
_Decider = aliased(User)


@dataclass(frozen=True)
class DisputeView:
    """A dispute as everybody reads it: about what, why, and what a moderator said."""

    public_id: str
    vendor: str
    vendor_slug: str
    about: str
    url: str
    """Where that stands, "" when it is not public."""
    grounds: str
    text: str
    signature: str
    created_at: datetime
    verdict: Verdict
    verdict_words: str
    reason: str
    decided_by: str | None
    decided_at: datetime | None
    is_hidden: bool
    raised_by_id: int

    @property
    def desk_url(self) -> str:
        return f"/moderation/disputes/{self.public_id}"

    @property
    def url_on_page(self) -> str:
        """Where it stands among its vendor's."""
        return f"/prices/{self.vendor_slug}/disputes#dispute-{self.public_id}"

    @property
    def is_open(self) -> bool:
        return self.verdict is Verdict.OPEN


@dataclass(frozen=True)
class LoggedDispute:
    """A line of the public list: a dispute, or only that one was hidden, and why."""

    public_id: str
    created_at: datetime
    shown: DisputeView | None
    """None for whom it is hidden: then nothing tells whose it is, nor what it says."""
    outcome: str
    hidden_at: datetime | None
    hidden_for: Restriction


def get_dispute(public_id: str) -> Dispute:
    """Return a dispute whoever may see it; raise NotFound when there is none."""
    dispute = None
    if is_public_id(public_id):
        dispute = db.session.scalar(
            sa.select(Dispute).where(Dispute.public_id == public_id)
        )
    if dispute is None:
        raise NotFound("There is no such dispute.")
    return dispute


def list_disputes_of(
    actor: Actor, vendor_id: int, after: str | None = None, *, size: int = A_PAGE
) -> Page[DisputeView]:
    """Return the disputes of a vendor that `actor` may read, the newest first."""
    readable = access.readable_disputes(actor, voice_of(actor))
    order = (Dispute.created_at.desc(), Dispute.id.desc())
    return _page(
        _rows().where(Dispute.vendor_id == vendor_id, readable), order, after, size
    )


def list_all_disputes(
    actor: Actor, after: str | None, *, size: int = A_PAGE
) -> Page[LoggedDispute]:
    """Return what vendors dispute, the newest first; of a hidden one that it is hidden.

    One query, and one for the reasons where some are hidden.
    """
    voice, order = voice_of(actor), (Dispute.created_at.desc(), Dispute.id.desc())
    page = keyset_page(_rows(), order=order, after=after, size=size)
    hidden = [row[0].id for row in page.items if row[0].hidden_at is not None]
    why = restrictions_of(DISPUTE, hidden)
    lines = [
        LoggedDispute(
            public_id=row[0].public_id,
            created_at=row[0].created_at,
            shown=_view(*row)
            if access.can_read_dispute(actor, voice, row[0])
            else None,
            outcome=VERDICT_LABELS[row[0].verdict],
            hidden_at=row[0].hidden_at,
            hidden_for=why.get(row[0].id, _UNTOLD),
        )
        for row in page.items
    ]
    return Page(lines, page.next_cursor)


def list_open_disputes(actor: Actor, after: str | None) -> Page[DisputeView]:
    """Return what waits for moderators, the oldest first."""
    access.require_moderator(actor)
    order = (Dispute.created_at.asc(), Dispute.id.asc())
    return _page(_rows().where(Dispute.verdict == Verdict.OPEN), order, after, A_PAGE)


def get_dispute_view(dispute: Dispute) -> DisputeView:
    row = db.session.execute(_rows().where(Dispute.id == dispute.id)).one()
    return _view(*row)


def count_open(vendor_id: int) -> int:
    waiting = sa.select(sa.func.count(Dispute.id)).where(
        Dispute.vendor_id == vendor_id, Dispute.verdict == Verdict.OPEN
    )
    return db.session.scalar(waiting) or 0


def _page(
    statement: sa.Select[Any], order: Any, after: str | None, size: int
) -> Page[DisputeView]:
    page = keyset_page(statement, order=order, after=after, size=size)
    return Page([_view(*row) for row in page.items], page.next_cursor)


def _rows() -> sa.Select[Any]:
    """Select disputes with what they are about, as far as that is public."""
    columns: list[Any] = [
        Dispute,
        RepClaim,
        Vendor.name,
        Vendor.slug,
        Product.name,
        Product.slug,
        Post.public_id,
        Thread.title,
        Review.public_id,
        _Reviewed.name,
        _Decider.handle,
    ]
    return (
        sa.select(*columns)
        .join(RepClaim, RepClaim.id == Dispute.claim_id)
        .join(Vendor, Vendor.id == Dispute.vendor_id)
        .outerjoin(
            Product,
            sa.and_(Product.id == Dispute.product_id, visible_products(VISITOR)),
        )
        .outerjoin(
            Post, sa.and_(Post.id == Dispute.post_id, Post.state == State.PUBLIC)
        )
        .outerjoin(
            Thread,
            sa.and_(Thread.id == Post.thread_id, Thread.state == State.PUBLIC),
        )
        .outerjoin(
            Review,
            sa.and_(Review.id == Dispute.review_id, Review.state == State.PUBLIC),
        )
        .outerjoin(_Reviewed, _Reviewed.id == Review.product_id)
        .outerjoin(_Decider, _Decider.id == Dispute.decided_by_id)
    )


def _view(
    dispute: Dispute,
    claim: RepClaim,
    vendor: str,
    vendor_slug: str,
    product: str | None,
    product_slug: str | None,
    post_id: str | None,
    title: str | None,
    review_id: str | None,
    reviewed: str | None,
    decided_by: str | None,
) -> DisputeView:
    about, url = _GONE, ""
    if product is not None and dispute.figure is not None:
        about = f"{FIGURE_LABELS[dispute.figure]}: {product}"
        url = f"/prices/{vendor_slug}/{product_slug}/"
    elif post_id is not None and title is not None:
        about, url = f"A post in “{title}”", post_path(post_id)
    elif review_id is not None:
        about, url = f"A review of {reviewed}", review_path(review_id)
    return DisputeView(
        public_id=dispute.public_id,
        vendor=vendor,
        vendor_slug=vendor_slug,
        about=about,
        url=url,
        grounds=GROUNDS_LABELS[dispute.grounds],
        text=dispute.text,
        signature=claim.signature,
        created_at=dispute.created_at,
        verdict=dispute.verdict,
        verdict_words=VERDICT_LABELS[dispute.verdict],
        reason=dispute.reason,
        decided_by=decided_by,
        decided_at=dispute.decided_at,
        is_hidden=dispute.hidden_at is not None,
        raised_by_id=claim.user_id,
    )
