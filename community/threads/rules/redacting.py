"""Taking one version out of a post's history: its text goes, an entry stays in its place."""

import sqlalchemy as sa

from community.core import clock, events
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import Conflict, NotFound
from community.core.reasons import audit, given
from community.threads import access
from community.threads.aliases import coarse
from community.threads.events import VersionRedacted
from community.threads.models import Post, PostRevision, Redactor
from community.threads.rules.signing import told_actor


def redact_version(actor: Actor, post: Post, number: int, reason: str) -> None:
    """Delete what a version said; nothing happens when it is gone already.

    An author needs no reason, and the audit keeps nothing of it: it would tell who is
    behind an alias. A moderator gives one, which stands in the history.
    """
    access.require_can_redact(actor, post)
    revision = get_redactable(post, number)
    if revision.redacted_at is not None:
        return
    by_author = access.is_author(actor, post)
    why = None if by_author else given(reason)
    now = clock.now()
    revision.source = ""
    revision.title = revision.tags = None
    revision.redacted_at = coarse(now) if post.alias is not None else now
    revision.redacted_by = Redactor.AUTHOR if by_author else Redactor.MODERATOR
    revision.redacted_why = why
    if why is not None:
        subject = f"post {post.public_id}, version {number}"
        audit(actor, "post.version-redacted", subject, why)
    events.publish(
        VersionRedacted(
            object_id=post.thread_id,
            actor_id=told_actor(actor, post),
            post_id=post.id,
            version=number,
        )
    )


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
