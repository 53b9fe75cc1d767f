"""Slow mode: where several people report what is said, everybody waits between two answers."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from community.core import clock
from community.core.db import db
from community.core.errors import TooMany
from community.core.fronts import reporters_of
from community.core.ratelimit import Limit, hit_if_done
from community.threads.access import HEATED_MINUTES, is_heated
from community.threads.models import Post, Thread
from community.threads.owners import owner_key

HEATED_BY = 5
"""So many people, of whom none speaks for the vendor."""
LASTS = timedelta(hours=4)
COUNTED = timedelta(days=1)
PAUSE = timedelta(minutes=HEATED_MINUTES)


def look_at(post_id: int) -> None:
    """Slow a question down for some hours if enough people reported posts in it today."""
    thread = _thread_of(post_id)
    if _is_reported(thread):
        thread.heated_until = clock.now() + LASTS


def cool(post_id: int) -> None:
    """Let a question go on as usual if moderators found so much in vain that few are left."""
    thread = _thread_of(post_id)
    if is_heated(thread) and not _is_reported(thread):
        thread.heated_until = None


def _thread_of(post_id: int) -> Thread:
    post = db.session.get_one(Post, post_id)
    return db.session.get_one(Thread, post.thread_id)


def _is_reported(thread: Thread) -> bool:
    posts = sa.select(Post.id).where(Post.thread_id == thread.id)
    since = clock.now() - COUNTED
    return reporters_of("post", posts, since=since) >= HEATED_BY


def require_calm(
    user_id: int, thread: Thread, at: datetime, *, anonymous: bool
) -> None:
    """Raise TooMany for who answers again too soon where it is heated.

    What one wrote under a name counts by its time. Of what stands under an alias the
    hour alone is known: it counts in windows, which tell nobody whose it is.
    """
    if not is_heated(thread):
        return
    last = db.session.scalar(
        sa.select(sa.func.max(Post.created_at)).where(
            Post.thread_id == thread.id, Post.author_id == user_id
        )
    )
    if last is not None and timedelta() <= at - last < PAUSE:
        raise _too_soon((last + PAUSE - at).total_seconds())
    if anonymous:
        once = Limit(1, round(PAUSE.total_seconds()))
        try:
            hit_if_done("threads.heated", f"{owner_key(user_id)}:{thread.id}", once)
        except TooMany as error:
            raise _too_soon(error.retry_after) from None


def _too_soon(seconds: float) -> TooMany:
    return TooMany(
        f"It is heated here: everybody leaves {HEATED_MINUTES} minutes or more between "
        "two answers for now. Your text is kept below.",
        retry_after=max(1, round(seconds)),
    )
