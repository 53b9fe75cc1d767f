"""What search finds of events: what everybody reads on their pages, never where to join."""

from collections.abc import Sequence
from datetime import UTC

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
from community.core.templating import weekday_text
from community.core.text import plain_text
from community.demos.events import KIND
from community.demos.models import Demo
from community.demos.paths import event_path
from community.demos.queries import Row, list_standing, standing
from community.demos.reading import event_view, organiser_of


class Events:
    """Offers events that stand to search; to everybody the same ones."""

    kind = KIND
    label = "Events"

    def documents(self, ids: Sequence[int]) -> list[SearchDocument]:
        return [
            search_document(
                KIND,
                row.demo.id,
                row.demo.title,
                plain_text(row.demo.html),
                {
                    "vendor": "" if row.vendor is None else row.vendor.name,
                    "product": "" if row.product is None else row.product.name,
                },
                _marks(row),
            )
            for row in list_standing(ids)
        ]

    def ids_after(self, object_id: int, limit: int) -> list[int]:
        wanted = standing(Demo.id).where(Demo.id > object_id).order_by(Demo.id)
        return list(db.session.scalars(wanted.limit(limit)))

    def results(self, actor: Actor, ids: Sequence[int]) -> list[SearchResult]:  # noqa: ARG002 - all see the same
        return [
            SearchResult(
                kind=KIND,
                object_id=row.demo.id,
                title=row.demo.title,
                url=event_path(row.demo.public_id),
                body=plain_text(row.demo.html),
                facts=_facts(row),
                now=_marks(row),
            )
            for row in list_standing(ids)
        ]

    def fallback_ids(self, words: Sequence[str], limit: int) -> list[int]:
        holds = [Demo.title.icontains(word, autoescape=True) for word in words]
        newest = (Demo.starts_at.desc(), Demo.id.desc())
        wanted = standing(Demo.id).where(*holds).order_by(*newest)
        return list(db.session.scalars(wanted.limit(limit)))


def _facts(row: Row) -> list[str]:
    view = event_view(row)
    return [
        view.kind.lower(),
        weekday_text(view.times[0].starts),
        *([view.mark.lower()] if view.mark else []),
        *([view.product] if view.product else []),
        f"by {organiser_of(row)}",
    ]


def _marks(row: Row) -> SearchFacts:
    vendor = "" if row.vendor is None else row.vendor.slug
    product = None if row.product is None else row.product.slug
    return SearchFacts(
        vendor=vendor,
        product=mark_of(vendor, product),
        traits=() if row.demo.by_host else ("official",),
        day=row.demo.created_at.astimezone(UTC).date(),
    )


SOURCES: list[Searchable] = [Events()]
