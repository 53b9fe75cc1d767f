"""Work that reviews leave to the worker: texts rendered again by a newer renderer."""

from datetime import timedelta
from typing import TypeVar

import sqlalchemy as sa

from community.core.db import db
from community.core.jobs import JobRegistry, enqueue
from community.core.text import RENDERER_VERSION, render_markdown
from community.reviews.models import Review, ReviewResponse

Rendered = TypeVar("Rendered", Review, ReviewResponse)
RERENDER = "reviews.rerender"
TEXTS_A_JOB = 20
"""Few: SQLite's writers wait meanwhile."""


def register(registry: JobRegistry) -> None:
    registry.handler(RERENDER, rerender)
    registry.periodic(RERENDER, every=timedelta(hours=1))


def rerender() -> None:
    """Render a batch of reviews and responses again; come back while there are more."""
    reviews = db.session.scalars(_stale(Review)).all()
    for review in reviews:
        review.good_html = render_markdown(review.good)
        review.bad_html = render_markdown(review.bad)
        review.renderer_version = RENDERER_VERSION
    responses = db.session.scalars(_stale(ReviewResponse)).all()
    for response in responses:
        response.html = render_markdown(response.source)
        response.renderer_version = RENDERER_VERSION
    if TEXTS_A_JOB in {len(reviews), len(responses)}:
        enqueue(RERENDER)


def _stale(kind: type[Rendered]) -> sa.Select[Rendered]:
    return (
        sa.select(kind)
        .where(kind.renderer_version < RENDERER_VERSION)
        .order_by(kind.renderer_version, kind.id)
        .limit(TEXTS_A_JOB)
        # Who edits one meanwhile waits, or their text would keep the old one's HTML.
        .with_for_update()
    )
