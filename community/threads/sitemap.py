"""Which questions search engines are shown, and which are too thin for that."""

from datetime import timedelta

import sqlalchemy as sa

from community.core import clock
from community.core.ports import Address
from community.core.sitemap import Listed
from community.core.visibility import State
from community.threads import access
from community.threads.models import Thread
from community.threads.paths import thread_path

ANSWERED_WITHIN = timedelta(days=90)
"""A question that nobody answered for so long helps nobody who comes from a search."""


def is_thin(thread: Thread) -> bool:
    """Whether a page asks search engines to pass it over."""
    if thread.state is not State.PUBLIC or thread.duplicate_of_id is not None:
        return True
    old = thread.created_at < clock.now() - ANSWERED_WITHIN
    return thread.answer_count == 0 and old


def substantial_threads() -> sa.ColumnElement[bool]:
    """Return the filter for what is not is_thin()."""
    return sa.and_(
        access.listed_threads(),
        Thread.duplicate_of_id.is_(None),
        sa.or_(
            Thread.answer_count > 0,
            Thread.created_at >= clock.now() - ANSWERED_WITHIN,
        ),
    )


QUESTIONS = Listed(
    "questions",
    rows=lambda: (
        sa.select(Thread.public_id, Thread.slug, Thread.last_activity_at)
        .where(substantial_threads())
        .order_by(Thread.id)
    ),
    address=lambda row: Address(
        thread_path(row.public_id, row.slug), row.last_activity_at
    ),
)
"""The pages of questions."""
