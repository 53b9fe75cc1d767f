"""The figures that lists sort by, changed in SQL so that two at once both count."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from community.core.db import changed, db
from community.core.errors import Conflict
from community.core.visibility import State
from community.threads.models import Post, Tag, Thread, ThreadTag


def add_answer(thread: Thread, at: datetime) -> None:
    """Count a new answer; raise Conflict when the question is no longer public."""
    counted = changed(
        sa.update(Thread)
        .where(Thread.id == thread.id, Thread.state == State.PUBLIC)
        .values(
            answer_count=Thread.answer_count + 1,
            last_activity_at=_later(Thread.last_activity_at, at),
        )
    )
    if not counted:
        raise Conflict("This question was taken away a moment ago.")
    _note_in_tags(thread, at)
    db.session.expire(thread, ["answer_count", "last_activity_at"])


def note_activity(thread: Thread, at: datetime) -> None:
    """Move `thread` up in the lists sorted by activity; never down."""
    changed(
        sa.update(Thread)
        .where(Thread.id == thread.id)
        .values(last_activity_at=_later(Thread.last_activity_at, at))
    )
    _note_in_tags(thread, at)
    db.session.expire(thread, ["last_activity_at"])


def _note_in_tags(thread: Thread, at: datetime) -> None:
    changed(
        sa.update(ThreadTag)
        .where(ThreadTag.thread_id == thread.id)
        .values(last_activity_at=_later(ThreadTag.last_activity_at, at))
    )


def change_answers(thread: Thread, by: int) -> None:
    """Count an answer that came back (1) or went away (-1)."""
    changed(
        sa.update(Thread)
        .where(Thread.id == thread.id)
        .values(answer_count=Thread.answer_count + by)
    )
    db.session.expire(thread, ["answer_count"])


def change_score(post: Post, by: int) -> None:
    changed(sa.update(Post).where(Post.id == post.id).values(rank=Post.rank - by))
    db.session.expire(post, ["rank"])


def change_thread_count(tag_id: int, by: int) -> None:
    """Count public threads that a tag gained or lost."""
    changed(
        sa.update(Tag)
        .where(Tag.id == tag_id)
        .values(thread_count=Tag.thread_count + by)
    )


def _later(column: Any, at: datetime) -> sa.Case[Any]:
    return sa.case((column < at, at), else_=column)
