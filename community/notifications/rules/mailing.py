"""Sending what is new by mail: gathered, never too often, and to nobody who is not there."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from community.accounts.models import AccountState, LoginSession, User
from community.accounts.post import site
from community.core import clock
from community.core.db import changed, db
from community.core.mail import send_mail
from community.core.zones import in_zone
from community.notifications.access import told_of
from community.notifications.inbox import EntryView, describe
from community.notifications.kinds import Frequency
from community.notifications.letters import (
    BATCH_ITEMS,
    DIGEST_ITEMS,
    Line,
    write_letter,
)
from community.notifications.models import InboxEntry, Reader
from community.notifications.quiet import QuietHours, is_digest_time, is_quiet
from community.notifications.rules.bouncing import count_sent, is_stopped
from community.notifications.rules.rationing import (
    AT_ONCE_A_DAY,
    MAILS_A_DAY,
    take_of_day,
)
from community.notifications.rules.wishing import have_reader
from community.notifications.tokens import Unsubscribing, unsubscribe_path
from community.threads.owners import open_author, owner_key

ENTRIES_A_JOB = 100
"""Few: all of one job is one transaction, and SQLite’s writers wait for its end."""
IDLE = timedelta(days=90)


def send_due(frequency: Frequency, after: int = 0) -> int | None:
    """Mail what waits for `frequency` to some readers: none in quiet hours, digests mornings.

    Returns the last entry that was looked at, for the next call; None when all were.
    """
    waiting = db.session.scalars(
        sa.select(InboxEntry)
        .where(_is_due(frequency), InboxEntry.id > after)
        .order_by(InboxEntry.id)
        .limit(ENTRIES_A_JOB)
    ).all()
    for user_id in dict.fromkeys(_reader_of(one) for one in waiting):
        if _is_time(user_id, frequency):
            _send(user_id, frequency)
        elif frequency is not Frequency.AT_ONCE:
            _hold_digest(user_id, frequency)
    return waiting[-1].id if len(waiting) == ENTRIES_A_JOB else None


def send_held(after: int = 0) -> int | None:
    """Mail the digests of some readers whose morning has come; return as send_due()."""
    waiting = db.session.execute(
        sa.select(Reader, User.time_zone)
        .join(User, User.id == Reader.user_id)
        .where(Reader.digest_waits.is_not(None), Reader.user_id > after)
        .order_by(Reader.user_id)
        .limit(ENTRIES_A_JOB)
    ).all()
    for reader, zone in waiting:
        if is_digest_time(in_zone(clock.now(), zone), reader.quiet):
            # Where a week waits, the day does too: both end at midnight, UTC.
            _send(reader.user_id, Frequency.DAILY)
            if reader.digest_waits is Frequency.WEEKLY:
                _send(reader.user_id, Frequency.WEEKLY)
            reader.digest_waits = None
    return waiting[-1][0].user_id if len(waiting) == ENTRIES_A_JOB else None


def _is_time(user_id: int, frequency: Frequency) -> bool:
    """Whether mail of this frequency goes out now, by the clock of a reader's zone."""
    there = in_zone(clock.now(), db.session.get_one(User, user_id).time_zone)
    quiet = _quiet(db.session.get(Reader, user_id))
    if frequency is Frequency.AT_ONCE:
        return not is_quiet(there, quiet)
    return is_digest_time(there, quiet)


def _quiet(reader: Reader | None) -> QuietHours | None:
    return None if reader is None else reader.quiet


def _hold_digest(user_id: int, frequency: Frequency) -> None:
    reader = have_reader(user_id)
    if reader.digest_waits is not Frequency.WEEKLY:
        reader.digest_waits = frequency


def _is_due(frequency: Frequency) -> sa.ColumnElement[bool]:
    """Match what goes out with this mail: what stands under an alias on the full hour."""
    due = InboxEntry.mail == frequency
    if frequency is not Frequency.AT_ONCE:
        return due
    hour_ago = clock.now() - timedelta(hours=1)
    return due & (InboxEntry.by_key.is_(None) | (InboxEntry.changed_at <= hour_ago))


def _reader_of(entry: InboxEntry) -> int:
    if entry.user_id is not None:
        return entry.user_id
    return open_author(str(entry.sealed_reader))


def _send(user_id: int, frequency: Frequency) -> None:
    """Write one mail with all that waits for one reader, whatever name it is kept by."""
    user = db.session.get_one(User, user_id)
    entries = db.session.scalars(
        sa.select(InboxEntry)
        .where(
            sa.or_(
                InboxEntry.user_id == user_id,
                InboxEntry.owner_key == owner_key(user_id),
            ),
            told_of(user.actor),
            _is_due(frequency),
        )
        .order_by(InboxEntry.changed_at.desc(), InboxEntry.id.desc())
    ).all()
    if not may_get_mail(user, db.session.get(Reader, user_id)):
        _close(user_id, frequency, Frequency.NEVER)
        return
    views = [
        one for one in describe(user.actor, entries) if not (one.is_gone or one.is_read)
    ]
    limit = AT_ONCE_A_DAY if frequency is Frequency.AT_ONCE else MAILS_A_DAY
    if views and not take_of_day(user_id, limit):
        _close(user_id, frequency, Frequency.DAILY)
        return
    _close(user_id, frequency, Frequency.NEVER)
    if views:
        _write(user, frequency, views)
        count_sent(user_id)


def may_get_mail(user: User, reader: Reader | None) -> bool:
    """Whether mail about news goes to somebody: reachable, willing, and not long away."""
    if not is_reachable(user, reader) or (reader is not None and reader.mail_is_off):
        return False
    return clock.now() - _last_seen(user, reader) <= IDLE


def is_reachable(user: User, reader: Reader | None) -> bool:
    """Whether somebody is there, with an address that is theirs and takes mail."""
    if user.state is not AccountState.ACTIVE or not user.is_proven or not user.email:
        return False
    return not is_stopped(reader)


def _last_seen(user: User, reader: Reader | None) -> datetime:
    """Return when somebody was here: by their logins, or as it was noted before those ended."""
    seen = db.session.scalar(
        sa.select(sa.func.max(LoginSession.last_seen_at)).where(
            LoginSession.user_id == user.id
        )
    )
    noted = None if reader is None else reader.last_seen_on
    times = [user.created_at, seen or user.created_at]
    if noted is not None:
        times.append(datetime(noted.year, noted.month, noted.day, tzinfo=UTC))
    return max(times)


def _close(user_id: int, was: Frequency, now: Frequency) -> None:
    theirs = sa.or_(
        InboxEntry.user_id == user_id, InboxEntry.owner_key == owner_key(user_id)
    )
    changed(sa.update(InboxEntry).where(theirs, _is_due(was)).values(mail=now))


def _write(user: User, frequency: Frequency, views: Sequence[EntryView]) -> None:
    most = DIGEST_ITEMS if frequency is Frequency.WEEKLY else BATCH_ITEMS
    chosen = _most_important(views)[:most]
    letter = write_letter(
        frequency,
        site(),
        user.handle,
        [_line(user.id, one) for one in chosen],
        more=len(views) - len(chosen),
        unsubscribe=unsubscribe_path(Unsubscribing(user.id)),
        zone=user.time_zone,
        quiet=_quiet(db.session.get(Reader, user.id)),
    )
    send_mail(
        to=str(user.email),
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        headers=letter.headers,
        forgetful=True,
    )


def _most_important(views: Iterable[EntryView]) -> list[EntryView]:
    """Return what concerns the reader first, then the newest."""
    return sorted(views, key=lambda one: not one.concerns_openly)


def _line(user_id: int, view: EntryView) -> Line:
    entry = view.entry
    which = Unsubscribing(user_id, entry.about, entry.subject_id)
    return Line(
        headline=view.headline,
        path=view.url,
        reason=view.reason_in_mail,
        stop_path="" if view.concerns_openly else unsubscribe_path(which),
    )
