"""Slow mode: where several people report what is said, everybody waits between two answers."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from community.core import clock
from community.core.db import db
from community.core.errors import TooMany
from community.core.fronts import reports_of
from community.core.moderating import Reports
from community.core.ratelimit import Limit, hit_if_done
from community.threads.access import is_heated
from community.threads.models import Post, Thread
from community.threads.owners import all_of, owner_key

HEATED_BY = 5
"""So many people, of whom none speaks for the vendor."""
LASTS = timedelta(hours=4)
COUNTED = timedelta(days=1)
LEAST_MINUTES = 2
MOST_MINUTES = 60


def look_at(post_id: int) -> None:
    """Slow a question down for some hours if enough people reported posts in it today."""
    post = db.session.get_one(Post, post_id)
    thread = db.session.get_one(Thread, post.thread_id)
    now = clock.now()
    if _reports(thread, now).people >= HEATED_BY:
        thread.heated_until = now + LASTS


def require_calm(
    user_id: int, thread: Thread, at: datetime, *, anonymous: bool
) -> None:
    """Raise TooMany for who answers again too soon where it is heated.

    What one wrote under a name counts by its time. Of what stands under an alias the
    hour alone is known: it counts in windows, which tell nobody whose it is.
    """
    if not is_heated(thread):
        return
    all_reports = _reports(thread, at)
    own = _reports(thread, at, all_of(user_id, Post))
    wait = pause(all_reports.flags, own.flags)
    last = db.session.scalar(
        sa.select(sa.func.max(Post.created_at)).where(
            Post.thread_id == thread.id, Post.author_id == user_id
        )
    )
    if last is not None and timedelta() <= at - last < wait:
        raise _too_soon(wait, (last + wait - at).total_seconds())
    if anonymous:
        once = Limit(1, round(wait.total_seconds()))
        try:
            hit_if_done("threads.heated", f"{owner_key(user_id)}:{thread.id}", once)
        except TooMany as error:
            raise _too_soon(wait, error.retry_after) from None


def pause(flags: int, own_flags: int) -> timedelta:
    """Return how long one waits: the longer, the more was reported, and most of oneself."""
    return timedelta(minutes=min(LEAST_MINUTES + flags + own_flags, MOST_MINUTES))


def _too_soon(wait: timedelta, seconds: float) -> TooMany:
    minutes = round(wait.total_seconds() / 60)
    return TooMany(
        f"It is heated here: everybody leaves {minutes} minutes or more between two "
        "answers for now. Your text is kept below.",
        retry_after=max(1, round(seconds)),
    )


def _reports(thread: Thread, at: datetime, *which: sa.ColumnElement[bool]) -> Reports:
    posts = sa.select(Post.id).where(Post.thread_id == thread.id, *which)
    return reports_of("post", posts, since=at - COUNTED)
