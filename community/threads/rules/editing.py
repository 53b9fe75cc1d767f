"""Editing: every version is kept, and none is lost to somebody who edited meanwhile."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from community.accounts.pace import is_new
from community.core import clock, events
from community.core.actors import Actor
from community.core.db import changed, db
from community.core.errors import StaleEdit
from community.core.screening import Posted
from community.core.text import RENDERER_VERSION
from community.threads import access, limits, tagging
from community.threads.aliases import coarse
from community.threads.drafts import Draft
from community.threads.events import ChoiceWithdrawn, PostEdited
from community.threads.models import Post, PostRevision, SourceFormat, Thread
from community.threads.queries import get_question_post, list_tags_of
from community.threads.rules import comparing
from community.threads.rules.choosing import drop_choice
from community.threads.rules.mentioning import require_few_mentions, tell_mentioned
from community.threads.rules.signing import told_actor
from community.threads.rules.wording import (
    checked_answer,
    checked_question,
    rendered,
    subject_of,
)


@dataclass(frozen=True)
class Words:
    """What a version of a post says; answers have no title and no tags."""

    source: str
    title: str | None = None
    tags: str | None = None
    interested: bool = False


def edit_question(
    actor: Actor,
    thread: Thread,
    draft: Draft,
    *,
    version: int,
    interested: bool | None = None,
    at: datetime | None = None,
) -> None:
    """Change a question that is still at `version`; raise StaleEdit otherwise.

    `interested` says that its author sells what it is about, or competes with it; None
    leaves what they said.
    """
    post = get_question_post(thread)
    user_id = access.require_can_edit(actor, post)
    clean = checked_question(draft)
    subject = subject_of(clean)
    tags = " ".join(list_tags_of([thread.id]).get(thread.id, ()))
    old = Words(post.source, thread.title, tags, post.interested)
    before = post.html
    said = post.interested if interested is None else interested
    new = Words(clean.body, clean.title, " ".join(clean.tags), said)
    if old == new and subject == (thread.product_id, thread.vendor_id):
        return
    write_version(user_id, post, old, new, version=version, at=at)
    thread.title, thread.slug = clean.title, clean.slug
    thread.product_id, thread.vendor_id = subject
    tagging.set_tags(thread, clean.tags)
    _publish_edit(actor, post, before, live=at is None)


def edit_answer(
    actor: Actor,
    post: Post,
    body: str,
    *,
    version: int,
    interested: bool | None = None,
    at: datetime | None = None,
) -> None:
    """Change an answer that is still at `version`; the rest as in `edit_question`.

    The answer that helped is it no more once its author says so.
    """
    user_id = access.require_can_edit(actor, post)
    said = post.interested if interested is None else interested
    old = Words(post.source, interested=post.interested)
    new = Words(checked_answer(body), interested=said)
    before = post.html
    if old == new:
        return
    write_version(user_id, post, old, new, version=version, at=at)
    if new.interested and drop_choice(_thread_of(post), post):
        # Nobody withdrew it: its author did not undo what who asked had said.
        events.publish(ChoiceWithdrawn(object_id=post.thread_id, post_id=post.id))
    _publish_edit(actor, post, before, live=at is None)


def _thread_of(post: Post) -> Thread:
    return db.session.get_one(Thread, post.thread_id)


def write_version(
    user_id: int,
    post: Post,
    old: Words,
    new: Words,
    *,
    version: int,
    at: datetime | None,
) -> None:
    """Let a post say something else; with `at` no limits of live writing apply."""
    html = rendered(new.source)
    moment = at or clock.now()
    if at is None:
        limits.require_few_links(user_id, html, moment)
        require_few_mentions(html, new=is_new(user_id, moment))
        limits.require_may_edit(user_id, moment)
    editor_id: int | None = user_id
    before = post.html
    if post.alias is not None:
        editor_id, moment = None, coarse(moment, not_before=post.created_at)
    written = changed(
        sa.update(Post)
        .where(Post.id == post.id, Post.version == version)
        .values(
            source=new.source,
            source_format=SourceFormat.MARKDOWN,
            html=html,
            interested=new.interested,
            renderer_version=RENDERER_VERSION,
            version=version + 1,
            edited_at=moment,
            editor_id=editor_id,
        )
    )
    if not written:
        raise StaleEdit("Somebody edited this since you opened it.")
    comparing.forget_if_changed(post, before, html)
    if version == 1:
        _keep(post, 1, old, post.author_id, post.created_at)
    _keep(post, version + 1, new, editor_id, moment)
    db.session.expire(post)


def _keep(post: Post, version: int, words: Words, by: int | None, at: datetime) -> None:
    db.session.add(
        PostRevision(
            post_id=post.id,
            version=version,
            title=words.title,
            tags=words.tags,
            source=words.source,
            interested=words.interested,
            author_id=by,
            written_at=at,
        )
    )


def _publish_edit(actor: Actor, post: Post, before: str, *, live: bool) -> None:
    if live:
        events.publish(Posted("post", post.id, actor.user_id or 0))
    tell_mentioned(actor, post, before)
    events.publish(
        PostEdited(
            object_id=post.thread_id,
            actor_id=told_actor(actor, post),
            post_id=post.id,
            version=post.version,
        )
    )
