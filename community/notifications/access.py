"""Whose follows, entries and saved things these are: each reader's own, and nobody else's."""

from typing import Any

import sqlalchemy as sa

from community.core.actors import Actor
from community.core.errors import Forbidden
from community.notifications.kinds import OF_CHOICES, Followed, News
from community.notifications.models import (
    Follow,
    InboxEntry,
    InboxItem,
    SavedItem,
    SavedSearch,
)
from community.threads.models import Post, Thread
from community.threads.owners import owner_key


def require_reader(actor: Actor) -> int:
    """Return the id of who is signed in; raise Forbidden for visitors."""
    if actor.user_id is None:
        raise Forbidden("Log in first.")
    return actor.user_id


def may_follow(actor: Actor, followed: Followed) -> bool:
    """Whether `actor` may hear of such things: a vendor's rep goes after no person."""
    return not actor.is_visitor and not (actor.is_rep and followed is Followed.PERSON)


def require_may_follow(actor: Actor, followed: Followed) -> int:
    user_id = require_reader(actor)
    if not may_follow(actor, followed):
        raise Forbidden("Who speaks for a vendor follows products, and no people.")
    return user_id


def is_own(actor: Actor, row: Follow | InboxEntry) -> bool:
    """Whether a row is the actor's, by name or by what they wrote under an alias."""
    if actor.user_id is None:
        return False
    if row.owner_key is None:
        return row.user_id == actor.user_id
    return row.owner_key == owner_key(actor.user_id)


def own(actor: Actor, kind: type[Follow | InboxEntry]) -> sa.ColumnElement[bool]:
    """Return the filter that is_own() is the predicate of."""
    if actor.user_id is None:
        return sa.false()
    return own_of(actor.user_id, owner_key(actor.user_id), kind)


def own_of(
    user_id: Any, key: Any, kind: type[Follow | InboxEntry]
) -> sa.ColumnElement[bool]:
    """Return own() for an account and its key, or for parameters that stand for them."""
    user: Any = kind.user_id
    return sa.or_(user == user_id, kind.owner_key == key)


def is_own_saved(actor: Actor, row: SavedItem) -> bool:
    return actor.user_id is not None and row.user_id == actor.user_id


def own_saved(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the filter that is_own_saved() is the predicate of."""
    if actor.user_id is None:
        return sa.false()
    return SavedItem.user_id == actor.user_id


def is_own_search(actor: Actor, row: SavedSearch) -> bool:
    return actor.user_id is not None and row.user_id == actor.user_id


def own_searches(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the filter that is_own_search() is the predicate of."""
    if actor.user_id is None:
        return sa.false()
    return SavedSearch.user_id == actor.user_id


def told_of(actor: Actor) -> sa.ColumnElement[bool]:
    """Match entries that `actor` is shown: not of what they alone wrote under an alias.

    They get these entries as everybody does, or the missing ones would tell who wrote it.
    """
    if actor.user_id is None:
        return sa.false()
    return told_to(owner_key(actor.user_id))


def told_to(key: Any) -> sa.ColumnElement[bool]:
    """Return told_of() for a member's key, or for a parameter that stands for it."""
    return sa.or_(
        InboxEntry.by_key.is_(None), InboxEntry.by_key != key, _tells_more(key)
    )


def _tells_more(key: Any) -> sa.ColumnElement[bool]:
    """Whether an entry also tells of what others wrote."""
    post = sa.select(Post.owner_key).where(Post.id == InboxItem.object_id)
    asked = sa.select(Thread.owner_key).where(Thread.id == InboxItem.object_id)
    chosen = (
        sa.select(Thread.owner_key)
        .join(Post, Post.thread_id == Thread.id)
        .where(Post.id == InboxItem.object_id)
    )
    whose = sa.case(
        (InboxEntry.news == News.QUESTION, asked.scalar_subquery()),
        (InboxEntry.news.in_(OF_CHOICES), chosen.scalar_subquery()),
        else_=post.scalar_subquery(),
    )
    return (
        sa.select(InboxItem.object_id)
        .where(
            InboxItem.entry_id == InboxEntry.id,
            sa.or_(whose.is_(None), whose != key),
        )
        .correlate(InboxEntry)
        .exists()
    )
