"""Taking words out: an author takes out a version, a moderator passages and what had them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from community.core import clock, events, redactions
from community.core.actors import Actor
from community.core.db import changed, db
from community.core.errors import Conflict, NotFound
from community.core.moderationevents import VersionTakenOut
from community.core.reasons import checked_reason
from community.core.redactions import take_out
from community.core.text import clean_block, clean_line
from community.core.visibility import State
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

    The audit keeps nothing of it: it would tell who is behind an alias. Nor does the
    public log then: its time would help to tell.
    """
    access.require_author(actor, post)
    revision = get_redactable(post, number)
    if revision.redacted_at is not None:
        return
    _empty([revision], Redactor.AUTHOR, None, at=_moment(post))
    _tell(actor, post, number)
    if post.alias is None and post.state is State.PUBLIC:
        events.publish(VersionTakenOut("post", post.id, number))


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
    said = [*map(clean_line, texts[:-1]), clean_block(texts[-1]).strip()]
    kept = take_out(_Text(actor, thread, post, why), said)
    _tell(actor, post, post.version)
    return kept


def put_back(
    actor: Actor, thread: Thread, post: Post, kept: Mapping[str, Any], reason: str
) -> None:
    """Undo a redaction; raise Conflict when its author has edited the post since."""
    access.require_can_moderate(actor, post)
    why = checked_reason(reason)
    if not post.has_words:
        raise Conflict("Its author took it away: there is nothing to put words into.")
    redactions.put_back(_Text(actor, thread, post, why), kept)
    _tell(actor, post, post.version)


@dataclass(frozen=True)
class _Text:
    """A post as core.redactions.Redactable: title and text of a question, or the text."""

    actor: Actor
    thread: Thread
    post: Post
    why: str

    @property
    def version(self) -> int:
        return self.post.version

    def words(self) -> list[str]:
        now = _words_of(self.thread, self.post)
        return [now.source] if now.title is None else [now.title, now.source]

    def say(self, words: Sequence[str]) -> None:
        thread, post = self.thread, self.post
        old = _words_of(thread, post)
        title = None if old.title is None else words[0]
        write_version(
            self.actor.user_id or 0,
            post,
            old,
            Words(words[-1], title, old.tags, old.interested),
            version=post.version,
            at=clock.now(),
        )
        if title is not None:
            thread.title, thread.slug = title, slug_of(title)
        events.publish(
            PostEdited(
                object_id=thread.id,
                actor_id=self.actor.user_id,
                post_id=post.id,
                version=post.version,
            )
        )

    def earlier(self) -> dict[int, redactions.Words]:
        return {one.version: (one.title, one.tags, one.source) for one in self._rows()}

    def empty(self, _numbers: Sequence[int]) -> None:
        at = _moment(self.post)
        _empty(self._rows(), Redactor.MODERATOR, self.why, at=at)

    def fill(self, number: int, words: redactions.Words) -> None:
        title, tags, source = words
        changed(
            sa.update(PostRevision)
            .where(PostRevision.post_id == self.post.id, PostRevision.version == number)
            .values(
                title=title,
                tags=tags,
                source=source,
                redacted_at=None,
                redacted_by=None,
                redacted_why=None,
            )
        )

    def _rows(self) -> Sequence[PostRevision]:
        return db.session.scalars(
            sa.select(PostRevision)
            .where(
                PostRevision.post_id == self.post.id,
                PostRevision.version < self.post.version,
                PostRevision.redacted_at.is_(None),
            )
            .order_by(PostRevision.version)
        ).all()


def _words_of(thread: Thread, post: Post) -> Words:
    if post.kind is PostKind.ANSWER:
        return Words(post.source, interested=post.interested)
    tags = " ".join(list_tags_of([thread.id]).get(thread.id, ()))
    return Words(post.source, thread.title, tags, post.interested)


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
