"""What search finds in reviews: both texts, and the vendor's response."""

from collections.abc import Sequence
from datetime import UTC
from typing import Any

import sqlalchemy as sa

from community.accounts.models import User
from community.accounts.queries import shown_name
from community.catalog.models import Product, Vendor
from community.catalog.paths import mark_of
from community.core.actors import Actor
from community.core.db import db
from community.core.ports import (
    Searchable,
    SearchDocument,
    SearchFacts,
    SearchResult,
    search_document,
)
from community.core.text import plain_text
from community.reviews import access
from community.reviews.events import KIND
from community.reviews.models import Review, ReviewResponse
from community.reviews.paths import review_path


class Reviews:
    """Offers public reviews to search, and shows again only what the actor may see."""

    kind = KIND
    label = "Reviews"

    def documents(self, ids: Sequence[int]) -> list[SearchDocument]:
        return [
            search_document(
                KIND,
                row.Review.id,
                _title(row),
                _words(row),
                {"product": row.product, "vendor": row.vendor or ""},
                _marks(row),
            )
            for row in _rows(ids)
        ]

    def ids_after(self, object_id: int, limit: int) -> list[int]:
        wanted = _listed().where(Review.id > object_id).order_by(Review.id)
        return list(db.session.scalars(wanted.limit(limit)))

    def results(self, actor: Actor, ids: Sequence[int]) -> list[SearchResult]:
        return [
            SearchResult(
                kind=KIND,
                object_id=row.Review.id,
                title=_title(row),
                url=review_path(row.Review.public_id),
                body=_words(row),
                facts=[f"{row.Review.overall / 100:.1f} of 5", f"by {row.handle}"],
                now=_marks(row),
            )
            for row in _rows(ids)
            if access.can_see_review(actor, row.Review)
        ]

    def fallback_ids(self, words: Sequence[str], limit: int) -> list[int]:
        holds = [Product.name.icontains(word, autoescape=True) for word in words]
        wanted = _listed().where(*holds)
        order = (Review.created_at.desc(), Review.id.desc())
        return list(db.session.scalars(wanted.order_by(*order).limit(limit)))


def _listed() -> sa.Select[int]:
    return (
        sa.select(Review.id)
        .join(Product, Product.id == Review.product_id)
        .where(access.listed_reviews())
    )


def _rows(ids: Sequence[int]) -> Sequence[Any]:
    columns: list[Any] = [
        Review,
        Product.name.label("product"),
        Product.slug.label("product_slug"),
        Vendor.name.label("vendor"),
        Vendor.slug.label("vendor_slug"),
        shown_name().label("handle"),
        ReviewResponse.html.label("response"),
    ]
    return db.session.execute(
        sa.select(*columns)
        .join(Product, Product.id == Review.product_id)
        .outerjoin(Vendor, Vendor.id == Product.vendor_id)
        .join(User, User.id == Review.author_id)
        .outerjoin(ReviewResponse, ReviewResponse.review_id == Review.id)
        .where(Review.id.in_(ids), access.listed_reviews())
    ).all()


def _title(row: Any) -> str:
    return f"Review of {row.product}"


def _marks(row: Any) -> SearchFacts:
    return SearchFacts(
        vendor=row.vendor_slug or "",
        product=mark_of(row.vendor_slug, row.product_slug),
        author=row.handle.lower(),
        traits=("official",) if row.response else (),
        day=row.Review.created_at.astimezone(UTC).date(),
    )


def _words(row: Any) -> str:
    texts = (row.Review.good_html, row.Review.bad_html, row.response or "")
    return "\n".join(plain_text(text) for text in texts if text)


SOURCES: list[Searchable] = [Reviews()]
