"""Finding reviews for an actor, their lists page by page, and the score of a product."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, defer
from sqlalchemy.sql.elements import UnaryExpression

from community.accounts.models import User
from community.accounts.queries import shown_name
from community.catalog.access import visible_products
from community.catalog.models import Product, Vendor
from community.catalog.paths import is_public_id
from community.core import clock
from community.core.actors import Actor
from community.core.db import ask, db
from community.core.errors import NotFound
from community.core.paging import Page, keyset_page
from community.core.spokespeople import voice_of
from community.core.standin import known_of_reader
from community.reviews import access
from community.reviews.dimensions import Dimension
from community.reviews.models import (
    HelpfulVote,
    ProductScore,
    Review,
    ReviewResponse,
)
from community.reviews.reading import ReviewView, view_of
from community.reviews.scoring import Score, Sum

REVIEWS_A_PAGE = 20
VOTED = "helpful"
"""Under this name shared pages know which reviews their readers found helpful."""


class Sort(StrEnum):
    """How reviews are sorted: never by their stars (16 CFR 465.7)."""

    NEWEST = "newest"
    HELPFUL = "helpful"


@dataclass(frozen=True)
class Found:
    """A review with the product that it is about."""

    review: Review
    product: Product


def get_review_for(actor: Actor, public_id: str) -> Found:
    """Return a review and its product if `actor` may see both; raise NotFound otherwise."""
    row = None
    if is_public_id(public_id):
        row = db.session.execute(
            sa.select(Review, Product)
            .join(Product, Product.id == Review.product_id)
            .where(Review.public_id == public_id, _visible(actor))
        ).one_or_none()
    if row is None:
        raise NotFound("There is no such review.")
    return Found(row[0], row[1])


def get_review_view(actor: Actor, public_id: str) -> ReviewView:
    """Return a review as its own page shows it; raise NotFound for what one may not see."""
    row = None
    if is_public_id(public_id):
        wanted = _rows().where(Review.public_id == public_id, _visible(actor))
        row = db.session.execute(wanted).one_or_none()
    if row is None:
        raise NotFound("There is no such review.")
    return _views(actor, [tuple(row)])[0]


def get_readable_review_view(actor: Actor, public_id: str) -> ReviewView:
    """Return a review whose words `actor` may read; raise NotFound otherwise."""
    one = get_review_view(actor, public_id)
    if not one.readable:
        raise NotFound("There is no such review.")
    return one


def find_own_review(actor: Actor, product: Product) -> Review | None:
    """Return what `actor` wrote about `product`, removed or not."""
    if actor.is_visitor:
        return None
    return db.session.scalar(
        sa.select(Review).where(
            Review.product_id == product.id, Review.author_id == actor.user_id
        )
    )


def find_response(review: Review) -> ReviewResponse | None:
    return db.session.scalar(
        sa.select(ReviewResponse).where(ReviewResponse.review_id == review.id)
    )


def list_newest(
    actor: Actor, after: str | None, *, size: int = REVIEWS_A_PAGE
) -> Page[ReviewView]:
    """Return public reviews of all products, the newest first."""
    wanted = _rows().where(access.listed_reviews())
    return _page(actor, wanted, Sort.NEWEST, after, size)


def list_own(
    actor: Actor, after: str | None, *, size: int = REVIEWS_A_PAGE
) -> Page[ReviewView]:
    """Return what somebody wrote themselves, with what waits or was taken away."""
    wanted = _rows().where(Review.author_id == actor.user_id)
    return _page(actor, wanted, Sort.NEWEST, after, size)


def list_about_product(
    actor: Actor,
    product: Product,
    *,
    sort: Sort,
    after: str | None,
    size: int = REVIEWS_A_PAGE,
) -> Page[ReviewView]:
    wanted = _rows().where(Review.product_id == product.id, access.listed_reviews())
    return _page(actor, wanted, sort, after, size)


def get_score(product_id: int) -> Score:
    """Return what the reviews of a product add up to now; of none it is empty."""
    row = db.session.get(ProductScore, product_id)
    if row is None:
        return Score(0, 0, Sum(), {}, clock.now())
    return Score(
        reviews=row.reviews,
        voices=row.voices,
        overall=Sum(row.weight, row.total),
        parts={one: Sum(*row.parts.get(one.value, ())) for one in Dimension},
        now=clock.now(),
    )


def _visible(actor: Actor) -> sa.ColumnElement[bool]:
    """Match reviews whose page exists for `actor`; a hidden product takes them along."""
    product = visible_products(actor)
    if not actor.is_visitor:
        product = sa.or_(product, Review.author_id == actor.user_id)
    return sa.and_(access.visible_reviews(actor), product)


def _rows() -> sa.Select[Any]:
    columns: list[Any] = [
        Review,
        Product,
        shown_name().label("handle"),
        User.role,
        ReviewResponse,
    ]
    return (
        sa.select(*columns)
        .join(Product, Product.id == Review.product_id)
        .outerjoin(Vendor, Vendor.id == Product.vendor_id)
        .join(User, User.id == Review.author_id)
        .outerjoin(ReviewResponse, ReviewResponse.review_id == Review.id)
        .options(
            contains_eager(Product.vendor),
            defer(Review.good),
            defer(Review.bad),
            defer(ReviewResponse.source),
        )
    )


def _page(
    actor: Actor, wanted: sa.Select[Any], sort: Sort, after: str | None, size: int
) -> Page[ReviewView]:
    order: tuple[UnaryExpression[Any], ...] = (
        Review.helpful.desc() if sort is Sort.HELPFUL else Review.created_at.desc(),
        Review.id.desc(),
    )
    page = keyset_page(wanted, order=order, after=after, size=size)
    rows = [tuple(row) for row in page.items]
    return Page(items=_views(actor, rows), next_cursor=page.next_cursor)


def _views(actor: Actor, rows: Sequence[tuple[Any, ...]]) -> list[ReviewView]:
    voted = list_voted(actor, [row[0].id for row in rows])
    voice = voice_of(actor)
    return [view_of(actor, *row, voted=row[0].id in voted, voice=voice) for row in rows]


def list_voted(actor: Actor, review_ids: Sequence[int]) -> Collection[int]:
    """Return which of some reviews `actor` found helpful."""
    if actor.is_visitor:
        return set()
    known = known_of_reader(VOTED)
    if isinstance(known, frozenset):
        return known
    return set(ask(_votes(), reader=actor.user_id, reviews=review_ids).scalars())


@cache
def _votes() -> sa.Select[Any]:
    reviews: Any = sa.bindparam("reviews", expanding=True)
    column: Any = HelpfulVote.review_id
    return sa.select(column).where(
        HelpfulVote.user_id == sa.bindparam("reader"), column.in_(reviews)
    )
