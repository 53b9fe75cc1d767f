"""Work that reviews leave to the worker: texts rendered again by a newer renderer."""

from datetime import timedelta

from community.core.jobs import JobRegistry, enqueue
from community.core.rerendering import rerender_some
from community.core.text import render_markdown
from community.reviews.models import Review, ReviewResponse

RERENDER = "reviews.rerender"
TEXTS_A_JOB = 20
"""Few: SQLite's writers wait meanwhile."""


def register(registry: JobRegistry) -> None:
    registry.handler(RERENDER, rerender)
    registry.periodic(RERENDER, every=timedelta(hours=1))


def rerender() -> None:
    """Render a batch of reviews and responses again; come back while there are more."""
    more = [
        rerender_some(Review, TEXTS_A_JOB, _render_both),
        rerender_some(ReviewResponse, TEXTS_A_JOB),
    ]
    if any(more):
        enqueue(RERENDER)


def _render_both(review: Review) -> None:
    review.good_html = render_markdown(review.good)
    review.bad_html = render_markdown(review.bad)
