"""Under whose name a post stands: its author's handle, or an alias that it alone has."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from community.accounts.queries import find_user, organisations_by_size
from community.accounts.traits import public_size
from community.core import events
from community.core.actors import Actor
from community.core.db import changed, db
from community.core.moderationevents import AuthorHidden
from community.threads import access
from community.threads.aliases import (
    CONTEXT_LABELS,
    Context,
    coarse,
    context_of,
    new_alias,
)
from community.threads.cardplaces import close_places
from community.threads.events import PostAnonymised
from community.threads.models import Place, Post, PostRevision, Thread, ThreadTag
from community.threads.owners import owner_key, seal_author


@dataclass(frozen=True)
class Signature:
    """What the rows of a thread and a post hold of their author."""

    author_id: int | None
    alias: str | None = None
    context: Context | None = None
    owner_key: str | None = None
    sealed_author: str | None = None

    @property
    def of_thread(self) -> dict[str, Any]:
        return {
            "author_id": self.author_id,
            "alias": self.alias,
            "owner_key": self.owner_key,
        }

    @property
    def of_post(self) -> dict[str, Any]:
        return {
            **self.of_thread,
            "context": self.context,
            "sealed_author": self.sealed_author,
        }


def sign(user_id: int, *, anonymous: bool) -> Signature:
    """Return what a new post of a member is signed with."""
    if not anonymous:
        return Signature(user_id)
    return Signature(
        author_id=None,
        alias=_free_alias(),
        context=told_of(user_id),
        owner_key=owner_key(user_id),
        sealed_author=seal_author(user_id),
    )


def told_of(user_id: int) -> Context:
    """Return what an anonymous post of a member would tell of them today."""
    user = find_user(user_id)
    if user is None or user.organisation_id is None:
        return Context.NOTHING
    size = None if user.org_size is None else public_size(user.org_size)
    return context_of(size, organisations_by_size())


def told_as(user_id: int) -> str:
    """Return how an anonymous post of a member would be introduced today."""
    label = CONTEXT_LABELS[told_of(user_id)]
    return f"Anonymous, {label[0].lower()}{label[1:]}" if label else "Anonymous"


def told_actor(actor: Actor, item: Thread | Post) -> int | None:
    """Return who events may say it was: nobody, where an author acts on an own alias."""
    hidden = item.owner_key is not None and access.is_author(actor, item)
    return None if hidden else actor.user_id


def anonymise(actor: Actor, thread: Thread, post: Post) -> None:
    """Put an alias in place of the author's handle, in all versions; nothing if it has one.

    What left the site before, mails and copies of readers, cannot be called back.
    """
    access.require_author(actor, post)
    if post.author_id is None:
        return
    signature = sign(post.author_id, anonymous=True)
    is_question = post.place == Place.QUESTION
    not_before = None if is_question else thread.created_at
    at = coarse(post.created_at, not_before=not_before)
    _soften_activity(thread, post.created_at, at)
    _rewrite_versions(post)
    post.created_at, post.editor_id = at, None
    post.card_id = None  # whoever saw it beside the handle would know both again
    close_places(post)
    if post.edited_at is not None:
        post.edited_at = coarse(post.edited_at, not_before=at)
    _put_on(post, signature.of_post)
    if is_question:
        thread.created_at = at
        _put_on(thread, signature.of_thread)
    events.publish(PostAnonymised(object_id=thread.id, post_id=post.id))
    events.publish(AuthorHidden("post", post.id))


def _put_on(row: Thread | Post, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _soften_activity(thread: Thread, old: datetime, new: datetime) -> None:
    """Move the thread's activity along where this post was the latest."""
    if thread.last_activity_at != old:
        return
    thread.last_activity_at = new
    changed(
        sa.update(ThreadTag)
        .where(ThreadTag.thread_id == thread.id)
        .values(last_activity_at=new)
    )


def _rewrite_versions(post: Post) -> None:
    versions = sa.select(PostRevision).where(PostRevision.post_id == post.id)
    for one in db.session.scalars(versions):
        one.author_id = None
        one.written_at = coarse(one.written_at)


def _free_alias() -> str:
    """Return an alias that no post has; two posts drawn at once are not expected to meet."""
    while True:
        alias = new_alias()
        if not db.session.scalar(sa.select(sa.exists().where(Post.alias == alias))):
            return alias
