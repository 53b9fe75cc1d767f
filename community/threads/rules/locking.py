"""Locking a question: it takes no more answers, until a moderator unlocks it."""

import sqlalchemy as sa

from community.core import clock, events
from community.core.actors import Actor
from community.core.db import changed, db
from community.core.reasons import checked_reason
from community.threads import access
from community.threads.events import QuestionLocked, QuestionUnlocked
from community.threads.models import Post, Thread


def lock(actor: Actor, thread: Thread, post: Post, reason: str) -> None:
    """Let a question take no more answers; nothing if it is locked."""
    _turn(actor, thread, post, reason, locked=True)


def unlock(actor: Actor, thread: Thread, post: Post, reason: str) -> None:
    """Let a question take answers again; nothing if it is not locked."""
    _turn(actor, thread, post, reason, locked=False)


def _turn(
    actor: Actor, thread: Thread, post: Post, reason: str, *, locked: bool
) -> None:
    access.require_can_moderate(actor, post)
    checked_reason(reason)
    turned = changed(
        sa.update(Thread)
        .where(Thread.id == thread.id, Thread.locked_at.is_(None) == locked)
        .values(locked_at=clock.now() if locked else None)
    )
    db.session.expire(thread)
    if turned:
        event = QuestionLocked if locked else QuestionUnlocked
        events.publish(event(object_id=thread.id, actor_id=actor.user_id))
