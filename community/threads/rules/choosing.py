"""Choosing the answer that helped, and voting for what is useful."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from community.core import clock, events
from community.core.actors import Actor
from community.core.db import changed, db, insert_ignore
from community.core.errors import Conflict
from community.core.moderationevents import DecidedInPlace
from community.core.visibility import State
from community.threads import access, limits
from community.threads.counters import change_score
from community.threads.events import (
    AnswerChosen,
    ChoiceWithdrawn,
    PostVoted,
    VoteWithdrawn,
)
from community.threads.models import Chooser, Place, Post, Thread, Vote
from community.threads.rules.signing import told_actor


def choose_answer(
    actor: Actor, thread: Thread, post: Post, *, instead_of: int | None
) -> None:
    """Mark `post` as the answer that helped: who asked, or after a week a moderator.

    `instead_of` is the post that the asker saw as chosen; raise Conflict when another
    one is by now, so that of two choices at once one wins and the other hears of it.
    """
    access.require_can_choose(actor, thread, post)
    if post.state is not State.PUBLIC:
        raise Conflict("This answer was taken away; it can't be chosen.")
    if thread.accepted_post_id == post.id:
        return
    chooser = Chooser.ASKER if access.is_author(actor, thread) else Chooser.MODERATOR
    if not _swap_choice(thread, instead_of, post.id, chooser):
        raise Conflict("Another answer was chosen meanwhile. The page shows which one.")
    if instead_of is not None:
        _place(instead_of, Place.ANSWER)
    if not _place(post.id, Place.CHOSEN, Post.state == State.PUBLIC):
        raise Conflict("This answer was taken away a moment ago; it can't be chosen.")
    _forget(thread, post)
    _tell_of(actor, thread, post, "chosen", "Who asked has chosen none for a week.")
    events.publish(
        AnswerChosen(
            object_id=thread.id,
            actor_id=told_actor(actor, thread),
            post_id=post.id,
            instead_of=instead_of,
        )
    )


def withdraw_choice(actor: Actor, thread: Thread, post: Post) -> None:
    """Leave the question open again; nothing happens when `post` is not the choice."""
    access.require_can_choose(actor, thread, post)
    if not drop_choice(thread, post):
        return
    _tell_of(actor, thread, post, "unchosen", "It is not the one that helped.")
    events.publish(
        ChoiceWithdrawn(
            object_id=thread.id, actor_id=told_actor(actor, thread), post_id=post.id
        )
    )


def _tell_of(actor: Actor, thread: Thread, post: Post, deed: str, facts: str) -> None:
    """Have a moderator's choice stand in the public log; an asker's is their own."""
    if not access.is_author(actor, thread):
        events.publish(DecidedInPlace(actor, "post", post.id, deed, facts))


def drop_choice(thread: Thread, post: Post) -> bool:
    """Stop `post` from being the chosen answer; return whether it was."""
    if not _swap_choice(thread, post.id, None):
        return False
    _place(post.id, Place.ANSWER)
    _forget(thread, post)
    return True


def vote(actor: Actor, thread: Thread, post: Post) -> None:
    """Find `post` useful, once."""
    user_id = access.require_can_vote(actor, post)
    access.require_open(thread)
    now = clock.now()
    limits.require_may_vote(user_id, now)
    limits.require_votes_for_others(user_id, post, now)
    row = {"post_id": post.id, "user_id": user_id, "created_at": now}
    if insert_ignore(Vote, [row]):
        change_score(post, 1)
        events.publish(
            PostVoted(thread_id=thread.id, post_id=post.id, actor_id=user_id)
        )


def vote_in_samples(post: Post, voters: Sequence[Actor], at: datetime) -> None:
    """Have several of a generated community find `post` useful, for the first time."""
    rows = [
        {
            "post_id": post.id,
            "user_id": access.require_can_vote(voter, post),
            "created_at": at,
        }
        for voter in voters
    ]
    change_score(post, insert_ignore(Vote, rows))


def withdraw_vote(actor: Actor, post: Post) -> None:
    """Take one's vote back; nothing happens without one."""
    user_id = access.require_contributor(actor)
    mine = (Vote.post_id == post.id, Vote.user_id == user_id)
    if changed(sa.delete(Vote).where(*mine)):
        change_score(post, -1)
        events.publish(
            VoteWithdrawn(thread_id=post.thread_id, post_id=post.id, actor_id=user_id)
        )


def _swap_choice(
    thread: Thread, old: int | None, new: int | None, chooser: Chooser | None = None
) -> bool:
    current = Thread.accepted_post_id
    return changed(
        sa.update(Thread)
        .where(
            Thread.id == thread.id,
            current.is_(None) if old is None else current == old,
        )
        .values(accepted_post_id=new, accepted_as=chooser)
    )


def _place(post_id: int, place: int, *only_if: sa.ColumnElement[bool]) -> bool:
    return changed(
        sa.update(Post).where(Post.id == post_id, *only_if).values(place=place)
    )


def _forget(thread: Thread, post: Post) -> None:
    """Have the session read both again: SQL changed them behind its back."""
    db.session.expire(thread)
    db.session.expire(post)
