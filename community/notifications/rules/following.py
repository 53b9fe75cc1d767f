"""Following and stopping: by a button, or by itself what one asked and answered."""

from typing import Any

import sqlalchemy as sa

from community.core import clock
from community.core.actors import Actor
from community.core.db import db, insert_ignore, new_public_id
from community.core.errors import Conflict
from community.notifications import access
from community.notifications.kinds import Followed, Frequency, Level, Why
from community.notifications.models import Follow
from community.notifications.queries import find_follow, wishes_of
from community.notifications.rules.wishing import drop_waiting
from community.notifications.targets import Target
from community.threads.models import Post
from community.threads.owners import open_author, owner_key

MOST_FOLLOWS = 1_000


def follow(actor: Actor, target: Target, level: Level = Level.ALL) -> None:
    """Have `actor` hear of `target`; a follow that is there gets the level."""
    user_id = access.require_may_follow(actor, target.followed)
    if level is Level.MUTE:
        drop_waiting(user_id, *target.key)
    found = find_follow(actor, *target.key)
    if found is not None:
        found.level, found.stopped_on = level, None
        return
    _require_room(actor)
    row = _row(target.followed, target.id, Why(target.followed), level)
    insert_ignore(Follow, [{**row, "user_id": user_id}])


def forget_people(user_id: int) -> None:
    """Drop whom somebody follows who speaks for a vendor from now on."""
    db.session.execute(
        sa.delete(Follow).where(
            Follow.user_id == user_id, Follow.followed == Followed.PERSON
        )
    )


def stop(actor: Actor, target: Target) -> None:
    """Have `actor` hear no more of `target`, not even when they write in it again."""
    user_id = access.require_reader(actor)
    found = find_follow(actor, *target.key)
    if found is not None:
        found.stopped_on = clock.now().date()
        drop_waiting(user_id, *target.key)


def change(
    actor: Actor, follow: Follow, *, level: Level | None, frequency: Frequency | None
) -> None:
    """Give one of the actor's own follows another level and frequency; None stops it."""
    user_id = access.require_reader(actor)
    if level in {None, Level.MUTE}:
        drop_waiting(user_id, follow.followed, follow.object_id)
    if level is None:
        follow.stopped_on = clock.now().date()
        return
    follow.level, follow.frequency, follow.stopped_on = level, frequency, None


def follow_own_post(post: Post, why: Why) -> None:
    """Have who wrote `post` hear of its question, if they like that and do not yet.

    For one under an alias the follow is kept as the post is: see models.py.
    """
    author_id = author_of(post)
    if author_id is None or not wishes_of(author_id).follows_own:
        return
    key = owner_key(author_id)
    known = sa.select(Follow.id).where(
        Follow.followed == Followed.QUESTION,
        Follow.object_id == post.thread_id,
        sa.or_(Follow.user_id == author_id, Follow.owner_key == key),
    )
    if db.session.scalar(known.limit(1)) is not None:
        return
    row = _row(Followed.QUESTION, post.thread_id, why, Level.ALL)
    if post.author_id is None:
        whose: dict[str, Any] = {"owner_key": key, "sealed_reader": post.sealed_author}
    else:
        whose = {"user_id": author_id}
    insert_ignore(Follow, [row | whose])


def author_of(post: Post) -> int | None:
    """Return who wrote `post`, to write to them: nobody is told, and nothing is kept."""
    if post.sealed_author is not None:
        return open_author(post.sealed_author)
    return post.author_id


def _row(followed: Followed, object_id: int, why: Why, level: Level) -> dict[str, Any]:
    return {
        "public_id": new_public_id(),
        "user_id": None,
        "owner_key": None,
        "sealed_reader": None,
        "followed": followed,
        "object_id": object_id,
        "level": level,
        "why": why,
    }


def _require_room(actor: Actor) -> None:
    some = (
        sa.select(Follow.id)
        .where(access.own(actor, Follow))
        .limit(MOST_FOLLOWS)
        .subquery()
    )
    if db.session.scalar(sa.select(sa.func.count()).select_from(some)) == MOST_FOLLOWS:
        raise Conflict(
            f"You follow {MOST_FOLLOWS:,} things already. Stop following some first."
        )
