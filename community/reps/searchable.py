"""What search finds of vendors' own words: official replies to questions, and statements."""

from collections.abc import Sequence
from datetime import UTC
from typing import Any

import sqlalchemy as sa

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
from community.core.visibility import State
from community.reps.events import KIND
from community.reps.models import OfficialText
from community.reps.paths import text_path
from community.threads.access import listed_threads
from community.threads.models import Thread


class OfficialWords:
    """Offers public official texts to search; to everybody the same ones."""

    kind = KIND
    label = "Official"

    def documents(self, ids: Sequence[int]) -> list[SearchDocument]:
        return [
            search_document(
                KIND,
                row.OfficialText.id,
                _title(row),
                plain_text(row.OfficialText.html),
                {"vendor": row.vendor, "product": row.product or ""},
                _marks(row),
            )
            for row in _rows(ids)
        ]

    def ids_after(self, object_id: int, limit: int) -> list[int]:
        wanted = (
            sa.select(OfficialText.id)
            .outerjoin(Thread, Thread.id == OfficialText.thread_id)
            .where(OfficialText.id > object_id, _listed())
        )
        return list(db.session.scalars(wanted.order_by(OfficialText.id).limit(limit)))

    def results(self, actor: Actor, ids: Sequence[int]) -> list[SearchResult]:  # noqa: ARG002 - all see the same
        return [
            SearchResult(
                kind=KIND,
                object_id=row.OfficialText.id,
                title=_title(row),
                url=text_path(row.OfficialText.public_id),
                body=plain_text(row.OfficialText.html),
                facts=[
                    "official reply" if row.OfficialText.thread_id else "statement",
                    *([row.product] if row.product else []),
                    f"by {row.vendor}",
                ],
                now=_marks(row),
            )
            for row in _rows(ids)
        ]

    def fallback_ids(self, words: Sequence[str], limit: int) -> list[int]:
        title = sa.func.coalesce(Thread.title, OfficialText.heading)
        wanted = (
            sa.select(OfficialText.id)
            .outerjoin(Thread, Thread.id == OfficialText.thread_id)
            .where(
                _listed(), *(title.icontains(word, autoescape=True) for word in words)
            )
        )
        order = (OfficialText.created_at.desc(), OfficialText.id.desc())
        return list(db.session.scalars(wanted.order_by(*order).limit(limit)))


def _listed() -> sa.ColumnElement[bool]:
    """Match, joined loosely with Thread, what stands on a page that everybody sees."""
    return sa.and_(
        OfficialText.state == State.PUBLIC,
        sa.or_(OfficialText.thread_id.is_(None), listed_threads()),
    )


def _rows(ids: Sequence[int]) -> Sequence[Any]:
    columns: list[Any] = [
        OfficialText,
        Thread.title,
        Vendor.name.label("vendor"),
        Vendor.slug.label("vendor_slug"),
        Product.name.label("product"),
        Product.slug.label("product_slug"),
    ]
    about = sa.func.coalesce(OfficialText.product_id, Thread.product_id)
    return db.session.execute(
        sa.select(*columns)
        .select_from(OfficialText)
        .join(Vendor, Vendor.id == OfficialText.vendor_id)
        .outerjoin(Thread, Thread.id == OfficialText.thread_id)
        .outerjoin(Product, Product.id == about)
        .where(OfficialText.id.in_(ids), _listed())
    ).all()


def _title(row: Any) -> str:
    return str(row.title or row.OfficialText.heading)


def _marks(row: Any) -> SearchFacts:
    return SearchFacts(
        vendor=row.vendor_slug,
        product=mark_of(row.vendor_slug, row.product_slug),
        traits=("official",),
        day=row.OfficialText.created_at.astimezone(UTC).date(),
    )


SOURCES: list[Searchable] = [OfficialWords()]
