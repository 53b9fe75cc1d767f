"""Closing a question that was asked before onto the one that stays, and opening it again."""

from datetime import datetime

import sqlalchemy as sa

from community.core import clock, events
from community.core.actors import Actor
from community.core.db import changed, db
from community.core.errors import Conflict, Invalid
from community.core.moderationevents import DecidedInPlace
from community.core.visibility import State
from community.threads import access, limits
from community.threads.aliases import coarse
from community.threads.closedonto import Closer, DuplicateMark
from community.threads.events import QuestionClosed, QuestionReopened
from community.threads.models import Thread
from community.threads.queries import get_question_post
from community.threads.rules.signing import told_actor


def close_as_duplicate(
    actor: Actor,
    thread: Thread,
    canonical: Thread | None,
    *,
    at: datetime | None = None,
) -> None:
    """Close `thread` onto `canonical`, or onto what that one is a duplicate of.

    Those that were closed onto `thread` move along. Raises Invalid for a question that
    can't be pointed at. With `at`, which is for samples, it is dated so.
    """
    target = close_onto(actor, thread, canonical, at=at)
    _tell_of(actor, thread, "closed", f"Asked before: {target.title}")


def close_onto(
    actor: Actor,
    thread: Thread,
    canonical: Thread | None,
    *,
    at: datetime | None = None,
) -> Thread:
    """Do so as a part of what a case decides; return what it is closed onto."""
    user_id = access.require_can_close(actor, thread)
    target = _target(thread, canonical)
    limits.require_may_close(user_id)
    _lock(thread, target)
    if thread.duplicate_of_id is not None:
        raise Conflict("This question is closed already.")
    if target.state is not State.PUBLIC or target.duplicate_of_id is not None:
        raise Conflict("That question was closed or taken away a moment ago.")
    _move(_closed_onto(thread), target)
    target.duplicate_count += thread.duplicate_count + 1
    thread.duplicate_count = 0
    thread.duplicate_of_id = target.id
    closer = _closer(actor, thread)
    at = at or clock.now()
    db.session.add(
        DuplicateMark(
            thread_id=thread.id,
            canonical_id=target.id,
            closed_as=closer,
            closed_by_id=None if closer is Closer.ASKER else actor.user_id,
            closed_at=coarse(at) if _is_hidden(actor, thread) else at,
        )
    )
    events.publish(
        QuestionClosed(
            object_id=thread.id,
            actor_id=told_actor(actor, thread),
            canonical_id=target.id,
        )
    )
    return target


def reopen(actor: Actor, thread: Thread) -> None:
    """Let a closed question take answers again; nothing happens to an open one."""
    access.require_can_close(actor, thread)
    if thread.duplicate_of_id is not None:
        open_again(actor, thread)
        _tell_of(actor, thread, "reopened", "It is another question.")


def open_again(actor: Actor, thread: Thread) -> None:
    """Open a closed question as a part of what a case decides."""
    user_id = access.require_can_close(actor, thread)
    limits.require_may_close(user_id)
    canonical = db.session.get_one(Thread, thread.duplicate_of_id)
    _lock(canonical)  # before what is closed onto it, as everywhere here
    _lock(thread)
    if thread.duplicate_of_id != canonical.id:
        raise Conflict("This was opened, or closed onto another, a moment ago.")
    changed(
        sa.update(Thread)
        .where(Thread.id == canonical.id)
        .values(duplicate_count=Thread.duplicate_count - 1)
    )
    db.session.expire(canonical)
    closer = _closer(actor, thread)
    at = clock.now()
    if _is_hidden(actor, thread):
        at = coarse(at, not_before=_closed_at(thread))
    _open(Thread.id == thread.id, closer, at=at)
    db.session.expire(thread)
    events.publish(
        QuestionReopened(object_id=thread.id, actor_id=told_actor(actor, thread))
    )


def let_go(thread: Thread) -> None:
    """Open what is closed onto a question that was taken away."""
    opened = list(db.session.scalars(sa.select(Thread.id).where(_closed_onto(thread))))
    if not opened:
        return
    _open(_closed_onto(thread), Closer.NOBODY, at=clock.now())
    changed(sa.update(Thread).where(Thread.id == thread.id).values(duplicate_count=0))
    for one in opened:
        events.publish(QuestionReopened(object_id=one))


def _target(thread: Thread, canonical: Thread | None) -> Thread:
    if canonical is not None and canonical.duplicate_of_id is not None:
        canonical = db.session.get_one(Thread, canonical.duplicate_of_id)
    if canonical is None or canonical.state is not State.PUBLIC:
        raise _wrong("There is no such question. Paste its address.")
    if canonical.id == thread.id:
        raise _wrong("That is this question itself, or one that was closed onto it.")
    return canonical


def _wrong(sentence: str) -> Invalid:
    return Invalid("Nothing has changed yet.", fields={"of": sentence})


def _lock(*threads: Thread) -> None:
    """Read the rows again, in order: two that are closed onto each other wait in turn."""
    for one in sorted(threads, key=lambda thread: thread.id):
        db.session.refresh(one, with_for_update=True)


def _closed_onto(thread: Thread) -> sa.ColumnElement[bool]:
    return Thread.duplicate_of_id == thread.id


def _move(closed: sa.ColumnElement[bool], target: Thread) -> None:
    ids = sa.select(Thread.id).where(closed)
    changed(
        sa.update(DuplicateMark)
        .where(DuplicateMark.thread_id.in_(ids), DuplicateMark.opened_at.is_(None))
        .values(canonical_id=target.id)
    )
    changed(sa.update(Thread).where(closed).values(duplicate_of_id=target.id))


def _open(which: sa.ColumnElement[bool], closer: Closer, *, at: datetime) -> None:
    ids = sa.select(Thread.id).where(which)
    changed(
        sa.update(DuplicateMark)
        .where(DuplicateMark.thread_id.in_(ids), DuplicateMark.opened_at.is_(None))
        .values(opened_as=closer, opened_at=at)
    )
    changed(sa.update(Thread).where(which).values(duplicate_of_id=None))


def _closed_at(thread: Thread) -> datetime | None:
    return db.session.scalar(
        sa.select(DuplicateMark.closed_at).where(
            DuplicateMark.thread_id == thread.id, DuplicateMark.opened_at.is_(None)
        )
    )


def _closer(actor: Actor, thread: Thread) -> Closer:
    if access.is_author(actor, thread):
        return Closer.ASKER
    return Closer.MODERATOR if actor.is_moderator else Closer.TRUSTED


def _is_hidden(actor: Actor, thread: Thread) -> bool:
    """Whether the hour is all that may be told of when an author did it."""
    return thread.alias is not None and access.is_author(actor, thread)


def _tell_of(actor: Actor, thread: Thread, deed: str, facts: str) -> None:
    """Have a moderator's deed stand in the public log; an asker's own is nobody's."""
    if _closer(actor, thread) is Closer.MODERATOR:
        question = get_question_post(thread)
        events.publish(DecidedInPlace(actor, "post", question.id, deed, facts))
