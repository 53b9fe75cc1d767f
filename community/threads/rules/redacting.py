"""Taking words out: an author takes out a version, a moderator passages and what had them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from community.core import clock, events
from community.core.actors import Actor
from community.core.db import changed, db
from community.core.errors import Conflict, NotFound
from community.core.reasons import checked_reason
from community.core.redactions import (
    EDITED_SINCE,
    require_only_less,
    require_something,
)
from community.core.text import clean_block, clean_line
from community.threads import access
from community.threads.aliases import coarse
from community.threads.drafts import slug_of
from community.threads.events import PostEdited, VersionRedacted
from community.threads.models import Post, PostKind, PostRevision, Redactor, Thread
from community.threads.queries import list_tags_of
from community.threads.rules.editing import Words, write_version
from community.threads.rules.signing import told_actor


def redact_version(actor: Actor, post: Post, number: int) -> None:
    """Delete what a version of one's own said; nothing happens when it is gone already.

    The audit keeps nothing of it: it would tell who is behind an alias.
    """
    access.require_author(actor, post)
    revision = get_redactable(post, number)
    if revision.redacted_at is not None:
        return
    _empty([revision], Redactor.AUTHOR, None, at=_moment(post))
    _tell(actor, post, number)


def get_redactable(post: Post, number: int) -> PostRevision:
    """Return an earlier version; raise Conflict for the one that the post shows."""
    revision = db.session.scalar(
        sa.select(PostRevision).where(
            PostRevision.post_id == post.id, PostRevision.version == number
        )
    )
    if revision is None:
        raise NotFound("There is no such version.")
    if number == post.version:
        raise Conflict("That is what the post says now: edit it first.")
    return revision


def redact_post(
    actor: Actor, thread: Thread, post: Post, texts: Sequence[str], reason: str
) -> Mapping[str, Any]:
    """Let a post say less, and its history nothing of what it said before.

    `texts` are title and text of a question, the text of an answer. Returns what
    `put_back` needs. Raises Invalid for words that were put in, or when none was taken
    out and there is no earlier version.
    """
    access.require_can_moderate(actor, post)
    why = checked_reason(reason)
    old, new = _words_of(thread, post), _words(thread, post, texts)
    require_only_less(_texts(old), _texts(new))
    says_less = old != new
    if says_less:
        _say(actor, thread, post, old, new)
    earlier = _list_earlier(post)
    require_something(says_less=says_less, has_earlier=bool(earlier))
    kept = {
        "version": post.version,
        "words": [old.title, old.source] if says_less else None,
        "versions": [[one.version, one.title, one.tags, one.source] for one in earlier],
    }
    _empty(earlier, Redactor.MODERATOR, why, at=_moment(post))
    _tell(actor, post, post.version)
    return kept


def put_back(
    actor: Actor, thread: Thread, post: Post, kept: Mapping[str, Any], reason: str
) -> None:
    """Undo a redaction; raise Conflict when its author has edited the post since."""
    access.require_can_moderate(actor, post)
    checked_reason(reason)
    if post.version != kept["version"]:
        raise Conflict(EDITED_SINCE)
    for number, title, tags, source in kept["versions"]:
        changed(
            sa.update(PostRevision)
            .where(PostRevision.post_id == post.id, PostRevision.version == number)
            .values(
                title=title,
                tags=tags,
                source=source,
                redacted_at=None,
                redacted_by=None,
                redacted_why=None,
            )
        )
    if kept["words"] is not None:
        title, source = kept["words"]
        old = _words_of(thread, post)
        _say(actor, thread, post, old, Words(source, title, old.tags))
    _tell(actor, post, post.version)


def _say(actor: Actor, thread: Thread, post: Post, old: Words, new: Words) -> None:
    write_version(
        actor.user_id or 0, post, old, new, version=post.version, at=clock.now()
    )
    if new.title is not None:
        thread.title, thread.slug = new.title, slug_of(new.title)
    events.publish(
        PostEdited(
            object_id=thread.id,
            actor_id=actor.user_id,
            post_id=post.id,
            version=post.version,
        )
    )


def _words_of(thread: Thread, post: Post) -> Words:
    if post.kind is PostKind.ANSWER:
        return Words(post.source)
    tags = " ".join(list_tags_of([thread.id]).get(thread.id, ()))
    return Words(post.source, thread.title, tags)


def _words(thread: Thread, post: Post, texts: Sequence[str]) -> Words:
    if post.kind is PostKind.ANSWER:
        (body,) = texts
        return Words(clean_block(body).strip())
    title, body = texts
    tags = _words_of(thread, post).tags
    return Words(clean_block(body).strip(), clean_line(title), tags)


def _texts(words: Words) -> list[str]:
    return [words.source] if words.title is None else [words.title, words.source]


def _list_earlier(post: Post) -> Sequence[PostRevision]:
    return db.session.scalars(
        sa.select(PostRevision)
        .where(
            PostRevision.post_id == post.id,
            PostRevision.version < post.version,
            PostRevision.redacted_at.is_(None),
        )
        .order_by(PostRevision.version)
    ).all()


def _empty(
    versions: Iterable[PostRevision], who: Redactor, why: str | None, *, at: datetime
) -> None:
    for one in versions:
        one.source = ""
        one.title = one.tags = None
        one.redacted_at, one.redacted_by, one.redacted_why = at, who, why


def _moment(post: Post) -> datetime:
    return coarse(clock.now()) if post.alias is not None else clock.now()


def _tell(actor: Actor, post: Post, number: int) -> None:
    events.publish(
        VersionRedacted(
            object_id=post.thread_id,
            actor_id=told_actor(actor, post),
            post_id=post.id,
            version=number,
        )
    )
