"""How somebody wants to hear of things: said on their page, or by the link in a mail."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from community.accounts.models import LoginSession
from community.core.actors import Actor
from community.core.chunks import chunks
from community.core.db import changed, db, insert_ignore, new_public_id
from community.notifications import access
from community.notifications.kinds import Followed, Frequency
from community.notifications.levels import Wishes
from community.notifications.models import Follow, InboxEntry, Reader
from community.threads.owners import owner_key

_A_DAY_AND_SOME = timedelta(hours=26)


def have_reader(user_id: int) -> Reader:
    """Return the row of somebody's wishes; make it, with what is usual, if there is none."""
    _have_readers([user_id])
    return db.session.get_one(Reader, user_id)


def _have_readers(user_ids: Iterable[int]) -> None:
    usual = {**_columns(Wishes()), "bounces": 0}
    insert_ignore(Reader, [{"user_id": one, **usual} for one in user_ids])


def _columns(wishes: Wishes) -> dict[str, Any]:
    quiet = wishes.quiet
    return {
        "oneself": wishes.oneself,
        "followed": wishes.followed,
        "follows_own": wishes.follows_own,
        "mail_is_off": wishes.mail_is_off,
        "reminders_are_off": wishes.reminders_are_off,
        "late_mail_is_off": wishes.late_mail_is_off,
        "quiet_from": None if quiet is None else quiet.begins,
        "quiet_until": None if quiet is None else quiet.ends,
    }


def change_wishes(actor: Actor, wishes: Wishes) -> None:
    reader = have_reader(access.require_reader(actor))
    for name, value in _columns(wishes).items():
        setattr(reader, name, value)


def switch_mail(user_id: int, *, on: bool) -> None:
    """End all mails about news, or send them again as before."""
    have_reader(user_id).mail_is_off = not on
    if not on:
        _drop_waiting(user_id)


def switch_reminders(user_id: int, *, on: bool) -> None:
    """End reminders of dates, or send them again."""
    have_reader(user_id).reminders_are_off = not on


def switch_late_mail(user_id: int, *, on: bool) -> None:
    """End mails about what is late at a moderator's desk, or send them again."""
    have_reader(user_id).late_mail_is_off = not on


def switch_mail_about(
    user_id: int, followed: Followed, object_id: int, *, on: bool
) -> None:
    """End mails about one thing that is followed, or send them as usual again."""
    changed(
        sa.update(Follow)
        .where(
            _theirs(user_id, Follow),
            Follow.followed == followed,
            Follow.object_id == object_id,
        )
        .values(frequency=None if on else Frequency.NEVER)
    )
    if not on:
        drop_waiting(user_id, followed, object_id)


def renew_feeds(actor: Actor) -> None:
    """Give the actor's private feeds new addresses; the old ones lead nowhere."""
    have_reader(access.require_reader(actor)).feed_id = new_public_id()


def close_feeds(actor: Actor) -> None:
    have_reader(access.require_reader(actor)).feed_id = None


def end_feeds(user_id: int) -> None:
    """Make the addresses of somebody's private feeds lead nowhere: they may be stolen."""
    changed(sa.update(Reader).where(Reader.user_id == user_id).values(feed_id=None))


def note_seen(now: datetime) -> None:
    """Write down who was here since yesterday: logins end, and their times go with them."""
    since = now - _A_DAY_AND_SOME
    seen = sa.select(LoginSession.user_id).where(LoginSession.last_seen_at > since)
    for some in chunks(db.session.scalars(seen.distinct()).all()):
        _have_readers(some)
        changed(
            sa.update(Reader)
            .where(Reader.user_id.in_(some))
            .values(last_seen_on=now.date())
        )


def drop_waiting(user_id: int, followed: Followed, object_id: int) -> None:
    """Let no mail go out any more about one thing, of what is new already."""
    about = InboxEntry.about == followed, InboxEntry.subject_id == object_id
    _drop_waiting(user_id, *about)


def _drop_waiting(user_id: int, *which: sa.ColumnElement[bool]) -> None:
    changed(
        sa.update(InboxEntry)
        .where(_theirs(user_id, InboxEntry), *which)
        .values(mail=Frequency.NEVER)
    )


def _theirs(user_id: int, kind: type[Follow | InboxEntry]) -> sa.ColumnElement[bool]:
    return sa.or_(kind.user_id == user_id, kind.owner_key == owner_key(user_id))
