"""Telling news to all who follow: a job for each piece, some hundred followers at a time."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from community.accounts.queries import is_erased
from community.core.db import db
from community.core.jobs import enqueue
from community.core.outcomes import OutcomeTold
from community.notifications.kinds import Followed, Frequency, Level, News, Why
from community.notifications.levels import frequency_of, hears
from community.notifications.models import Follow, Reader
from community.notifications.queries import wishes_from
from community.notifications.rules.delivering import Hearer, Slip, deliver
from community.notifications.sources import Told, load
from community.threads.owners import open_author

TELL = "notifications.tell"
FOLLOWERS_A_JOB = 500


def have_told(news: News, object_id: int) -> None:
    """Have the followers told, after the commit, by a job."""
    enqueue(TELL, news=news.value, object_id=object_id)


def tell(news: str, object_id: int, step: int = 0, after: int = 0) -> None:
    """Put one piece of news into the inboxes of some followers; a job does the next.

    `step` counts what it is about, `after` is the last follow that was told of it.
    """
    told = load(News(news), object_id)
    if told is None:
        return
    room = FOLLOWERS_A_JOB
    while step < len(told.subjects):
        if room == 0:
            enqueue(TELL, news=news, object_id=object_id, step=step, after=after)
            return
        follows = _followers(told, step, after, room)
        followed, subject_id = told.subjects[step]
        slip = Slip(told.news, followed, subject_id, object_id, told.by_key)
        deliver(slip, _hearers(followed, told, follows))
        if len(follows) == room:
            after = follows[-1].id
        else:
            step, after = step + 1, 0
        room -= len(follows)


def _followers(told: Told, step: int, after: int, limit: int) -> Sequence[Follow]:
    followed, subject_id = told.subjects[step]
    wanted = (
        sa.select(Follow)
        .where(
            Follow.followed == followed,
            Follow.object_id == subject_id,
            Follow.id > after,
            Follow.stopped_on.is_(None),
            sa.or_(Follow.user_id.is_(None), Follow.user_id.not_in(told.not_users)),
            sa.or_(Follow.owner_key.is_(None), Follow.owner_key.not_in(told.not_keys)),
        )
        .order_by(Follow.id)
        .limit(limit)
    )
    if told.news is not News.PRICES:
        for closer in told.subjects[:step]:
            wanted = wanted.where(~_follows_too(*closer))
    return db.session.scalars(wanted).all()


def _follows_too(followed: Followed, object_id: int) -> sa.ColumnElement[bool]:
    """Whether a follower also follows what is closer: they were told, or want no word."""
    other = aliased(Follow)
    same: Any = sa.or_(
        other.user_id == Follow.user_id, other.owner_key == Follow.owner_key
    )
    return (
        sa.select(other.id)
        .where(
            other.followed == followed,
            other.object_id == object_id,
            other.stopped_on.is_(None),
            same,
        )
        .exists()
    )


def _hearers(followed: Followed, told: Told, follows: Sequence[Follow]) -> list[Hearer]:
    wanted = [
        one for one in follows if hears(one.level, followed, told.news, told.found)
    ]
    readers = _readers([_reader_id(one) for one in wanted])
    return [_hearer(one, readers.get(_reader_id(one))) for one in wanted]


def _hearer(follow: Follow, reader: Reader | None) -> Hearer:
    # A mail at once would tell the asker from those who follow an anonymous question.
    why = follow.why if follow.owner_key is None else Why.QUESTION
    mail = frequency_of(wishes_from(reader), why, follow.frequency)
    return Hearer(
        follow.user_id, follow.owner_key, follow.sealed_reader, follow.why, mail
    )


def _reader_id(follow: Follow) -> int:
    if follow.user_id is not None:
        return follow.user_id
    return open_author(str(follow.sealed_reader))


def _readers(ids: list[int]) -> dict[int, Reader]:
    rows = db.session.scalars(sa.select(Reader).where(Reader.user_id.in_(ids)))
    return {row.user_id: row for row in rows}


def tell_author(
    slip: Slip, *, user_id: int | None, owner_key: str | None, why: Why
) -> None:
    """Tell somebody directly what concerns what they wrote, now, unless they muted it.

    Who wrote under an alias finds it in the inbox; a mail could be seen by others. What
    a deleted member left behind tells nobody.
    """
    if user_id is None and owner_key is None:
        return
    if user_id is not None and is_erased(user_id):
        return
    whose = (
        Follow.owner_key == owner_key if user_id is None else Follow.user_id == user_id
    )
    muted = sa.select(Follow.id).where(
        Follow.followed == slip.about,
        Follow.object_id == slip.subject_id,
        Follow.level == Level.MUTE,
        Follow.stopped_on.is_(None),
        whose,
    )
    if db.session.scalar(muted.limit(1)) is not None:
        return
    mail = Frequency.NEVER
    if user_id is not None:
        reader = db.session.get(Reader, user_id)
        mail = frequency_of(wishes_from(reader), why, None)
    deliver(slip, [Hearer(user_id, owner_key, None, why, mail)])


def tell_outcome(event: OutcomeTold) -> None:
    """Mark that moderators decided something of a member's; a letter said it already."""
    if is_erased(event.user_id):
        return
    about = Followed.PERSON, event.user_id
    slip = Slip(News.DECIDED, *about, event.decision_id)
    deliver(slip, [Hearer(event.user_id, None, None, Why.DECIDED, Frequency.NEVER)])
