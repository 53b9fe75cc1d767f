"""What waits for a vendor's representatives, and how fast they answer: constant queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

import sqlalchemy as sa

from community.catalog.models import Product
from community.core import clock
from community.core.db import db
from community.core.paging import Page, keyset_page
from community.core.visibility import State
from community.reps.models import OfficialKind, OfficialText
from community.reps.paths import reply_path
from community.reviews.access import listed_reviews
from community.reviews.models import Review, ReviewResponse
from community.reviews.paths import review_path
from community.reviews.reading import drawn_stars, stars_text
from community.threads.access import answerable_threads
from community.threads.models import Thread
from community.threads.paths import thread_path

SHOWN = 8
A_PAGE = 30
_MEASURED = timedelta(days=365)
_MOST_MEASURED = 500
_HOUR = 3600
_HOURS_IN_WORDS = 48


@dataclass(frozen=True)
class WaitingThread:
    """A question about the vendor that has no official reply."""

    title: str
    url: str
    reply_url: str
    answers: int
    created_at: datetime


@dataclass(frozen=True)
class WaitingReview:
    """A review of a product of the vendor's that has no response."""

    product: str
    url: str
    drawn: str
    stars: str
    created_at: datetime


def list_waiting_threads(
    vendor_id: int, after: str | None = None, *, size: int = A_PAGE
) -> Page[WaitingThread]:
    """Return questions that take a reply and have none, the newest first."""
    replied = sa.exists().where(
        OfficialText.thread_id == Thread.id, OfficialText.vendor_id == vendor_id
    )
    columns: list[Any] = [
        Thread.public_id,
        Thread.slug,
        Thread.title,
        Thread.answer_count,
        Thread.created_at,
    ]
    page = keyset_page(
        sa.select(*columns).where(
            answerable_threads(),
            Thread.vendor_id == vendor_id,
            ~replied,
        ),
        order=(Thread.last_activity_at.desc(), Thread.id.desc()),
        after=after,
        size=size,
    )
    return Page([_thread(*row) for row in page.items], page.next_cursor)


def _thread(
    public_id: str, slug: str, title: str, answers: int, created_at: datetime
) -> WaitingThread:
    return WaitingThread(
        title, thread_path(public_id, slug), reply_path(public_id), answers, created_at
    )


def list_waiting_reviews(
    vendor_id: int, after: str | None = None, *, size: int = A_PAGE
) -> Page[WaitingReview]:
    """Return public reviews without a response, the newest first."""
    answered = sa.exists().where(ReviewResponse.review_id == Review.id)
    columns: list[Any] = [
        Product.name,
        Review.public_id,
        Review.overall,
        Review.created_at,
    ]
    page = keyset_page(
        sa.select(*columns)
        .join(Product, Product.id == Review.product_id)
        .where(Product.vendor_id == vendor_id, listed_reviews(), ~answered),
        order=(Review.created_at.desc(), Review.id.desc()),
        after=after,
        size=size,
    )
    return Page([_review(*row) for row in page.items], page.next_cursor)


def _review(
    product: str, public_id: str, overall: int, created_at: datetime
) -> WaitingReview:
    stars = overall / 100
    return WaitingReview(
        product=product,
        url=review_path(public_id),
        drawn=drawn_stars(stars),
        stars=stars_text(stars),
        created_at=created_at,
    )


def median_reply(vendor_id: int) -> str:
    """Return how long questions waited for their reply in the last year: "5 hours", or ""."""
    rows = db.session.execute(
        sa.select(Thread.created_at, OfficialText.created_at)
        .join(Thread, Thread.id == OfficialText.thread_id)
        .where(
            OfficialText.vendor_id == vendor_id,
            OfficialText.kind == OfficialKind.REPLY,
            OfficialText.state == State.PUBLIC,
            OfficialText.created_at > clock.now() - _MEASURED,
        )
        .order_by(OfficialText.created_at.desc(), OfficialText.id.desc())
        .limit(_MOST_MEASURED)
    ).all()
    waits = [(replied - asked).total_seconds() for asked, replied in rows]
    return in_words(median(waits)) if waits else ""


def in_words(seconds: float) -> str:
    """Return a wait as people say it: hours up to two days, days beyond."""
    hours = max(1, round(seconds / _HOUR))
    if hours <= _HOURS_IN_WORDS:
        return f"{hours} hour" if hours == 1 else f"{hours} hours"
    return f"{round(hours / 24)} days"
