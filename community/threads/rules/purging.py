"""What authors took away loses its words a day later: then a stub is all that there is."""

from datetime import timedelta

import sqlalchemy as sa

from community.core import clock
from community.core.db import changed, db
from community.core.visibility import State
from community.threads.drafts import slug_of
from community.threads.models import Post, PostKind, PostRevision, Redactor, Thread
from community.threads.rules.erasing import TAKEN_AWAY
from community.threads.rules.removing import KEPT

_HOUR = timedelta(hours=1)
POSTS_A_JOB = 100
"""Few: SQLite's writers wait meanwhile."""


def purge_deleted() -> bool:
    """Empty some posts whose time is over; return whether there may be more.

    What a moderator did with one is left as it is: so are the words that a case keeps.
    """
    now = clock.now()
    due = db.session.scalars(
        sa.select(Post)
        .where(
            Post.state == State.DELETED,
            Post.deleted_at <= now - KEPT,
            # Of those under an alias the hour is known, and may be nearly over.
            Post.alias.is_(None) | (Post.deleted_at <= now - KEPT - _HOUR),
        )
        .order_by(Post.deleted_at, Post.id)
        .limit(POSTS_A_JOB)
        .with_for_update()
    ).all()
    for post in due:
        _empty(post)
    return len(due) == POSTS_A_JOB


def _empty(post: Post) -> None:
    """Leave nothing of a post's words, nor of its earlier ones."""
    changed(
        sa.update(PostRevision)
        .where(PostRevision.post_id == post.id, PostRevision.redacted_at.is_(None))
        .values(
            source="",
            title=None,
            tags=None,
            redacted_at=post.deleted_at,
            redacted_by=Redactor.AUTHOR,
        )
    )
    if post.kind is PostKind.QUESTION:
        thread = db.session.get_one(Thread, post.thread_id)
        thread.title, thread.slug = TAKEN_AWAY, slug_of(TAKEN_AWAY)
    post.source = post.html = ""
    post.card_id = post.compared = post.deleted_at = None
