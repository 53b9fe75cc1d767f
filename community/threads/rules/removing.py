"""Taking posts away and bringing them back: by their author, or by a moderator."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from community.core import clock, events
from community.core.actors import Actor
from community.core.db import changed, db
from community.core.errors import Conflict
from community.core.reasons import checked_reason
from community.core.visibility import State
from community.threads import access, tagging
from community.threads.aliases import coarse
from community.threads.counters import change_answers
from community.threads.events import (
    PostHidden,
    PostRemoved,
    PostRestored,
    PostUnhidden,
)
from community.threads.models import Post, PostKind, Thread
from community.threads.rules.choosing import drop_choice
from community.threads.rules.closing import let_go
from community.threads.rules.signing import told_actor

KEPT = timedelta(hours=24)
"""How long an author may bring back what they took away."""


def remove_post(actor: Actor, thread: Thread, post: Post) -> None:
    """Take away one's own post; a stub stays, and so does every answer."""
    access.require_author(actor, post)
    if not access.can_remove_post(actor, post):
        return
    change_state(thread, post, State.DELETED, prior=post.state)
    events.publish(
        PostRemoved(
            object_id=thread.id, actor_id=told_actor(actor, post), post_id=post.id
        )
    )


def restore_post(actor: Actor, thread: Thread, post: Post) -> None:
    """Bring one's own post back as it was: hidden, if a moderator had hidden it."""
    access.require_author(actor, post)
    db.session.refresh(post, with_for_update=True)  # its words may be going just now
    if post.state is not State.DELETED:
        return
    if not post.has_words:
        raise Conflict("Its words are gone: it could be brought back for a day.")
    change_state(thread, post, State(post.prior_state or State.PUBLIC), prior=None)
    events.publish(
        PostRestored(
            object_id=thread.id, actor_id=told_actor(actor, post), post_id=post.id
        )
    )


def hide_post(actor: Actor, thread: Thread, post: Post, reason: str) -> None:
    """Hide a post from all but its author; one that is removed stays hidden on return."""
    access.require_can_moderate(actor, post)
    why = checked_reason(reason)
    if State.HIDDEN in {post.state, post.prior_state}:
        return
    if post.state is State.DELETED:
        change_state(thread, post, State.DELETED, prior=State.HIDDEN)
    else:
        change_state(thread, post, State.HIDDEN, prior=None)
    events.publish(
        PostHidden(
            object_id=thread.id, actor_id=actor.user_id, post_id=post.id, reason=why
        )
    )


def strike_post(actor: Actor, thread: Thread, post: Post, reason: str) -> None:
    """Remove a post for its author too, who can't bring it back; moderators can."""
    access.require_can_moderate(actor, post)
    why = checked_reason(reason)
    if post.state is State.REMOVED:
        return
    change_state(thread, post, State.REMOVED, prior=None)
    events.publish(
        PostHidden(
            object_id=thread.id, actor_id=actor.user_id, post_id=post.id, reason=why
        )
    )


def hold_post(thread: Thread, post: Post) -> None:
    """Keep a public post from all but its author, until a moderator decides."""
    if post.state is not State.PUBLIC:
        return
    change_state(thread, post, State.HELD, prior=None)
    events.publish(
        PostHidden(
            object_id=thread.id, actor_id=None, post_id=post.id, reason="Under review."
        )
    )


def unhide_post(actor: Actor, thread: Thread, post: Post, reason: str) -> None:
    """Show a hidden or held post again; one without words is its author's to miss."""
    access.require_can_moderate(actor, post)
    why = checked_reason(reason)
    if State.PUBLIC in {post.state, post.prior_state}:
        return
    away = post.state is State.DELETED or post.deleted_at is not None
    if away or not post.has_words:
        change_state(thread, post, State.DELETED, prior=State.PUBLIC)
    else:
        change_state(thread, post, State.PUBLIC, prior=None)
    events.publish(
        PostUnhidden(
            object_id=thread.id, actor_id=actor.user_id, post_id=post.id, reason=why
        )
    )


def change_state(
    thread: Thread, post: Post, new: State, *, prior: State | None
) -> None:
    """Move `post` from the state that was read to `new`, with all that hangs on it."""
    old = post.state
    moved = changed(
        sa.update(Post)
        .where(Post.id == post.id, Post.state == old)
        .values(state=new, prior_state=prior, deleted_at=_deleted_at(post, new))
    )
    if not moved:
        raise Conflict("Somebody else did the same at the same moment.")
    difference = (new is State.PUBLIC) - (old is State.PUBLIC)
    if post.kind is PostKind.QUESTION:
        changed(sa.update(Thread).where(Thread.id == thread.id).values(state=new))
        if difference:
            tagging.count_thread(thread, difference)
        if difference < 0:
            let_go(thread)
    elif difference:
        change_answers(thread, difference)
        drop_choice(thread, post)
    db.session.expire(thread)
    db.session.expire(post)


def _deleted_at(post: Post, new: State) -> datetime | None:
    """Return since when its author has it away; what a moderator does leaves that alone."""
    if post.state in {State.DELETED, State.REMOVED}:
        return post.deleted_at if new in {State.DELETED, State.REMOVED} else None
    if new is not State.DELETED:
        return None
    return coarse(clock.now()) if post.alias is not None else clock.now()
