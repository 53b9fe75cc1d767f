"""What somebody follows, has saved, and has not read yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from community.accounts.models import User
from community.catalog.paths import is_public_id
from community.core.actors import Actor
from community.core.db import ask, db
from community.core.errors import NotFound
from community.core.paging import Page, keyset_page
from community.notifications import access
from community.notifications.kinds import Followed, Level, News
from community.notifications.levels import Wishes
from community.notifications.models import Follow, InboxEntry, Reader, SavedItem
from community.notifications.targets import Target, find_targets, ref_column
from community.threads.owners import owner_key
from community.threads.reads import find_readings

LIST_SIZE = 30
MOST_COUNTED = 100


@dataclass(frozen=True)
class Standing:
    """What the buttons on the page of a thing need to know."""

    level: Level | None = None
    is_saved: bool = False


@dataclass(frozen=True)
class FollowRow:
    """A line of somebody's own list; without a target it is gone or hidden."""

    follow: Follow
    target: Target | None


@dataclass(frozen=True)
class SavedRow:
    """A line of what somebody saved; without a target it is gone or hidden."""

    saved: SavedItem
    target: Target | None


@dataclass(frozen=True)
class MaySeen:
    """What tells whether an entry was seen where it stands."""

    id: int
    news: News
    about: Followed
    subject_id: int
    latest_id: int


def wishes_of(user_id: int) -> Wishes:
    """Return how somebody wants to hear of things."""
    return wishes_from(find_reader(user_id))


def wishes_from(reader: Reader | None) -> Wishes:
    if reader is None:
        return Wishes()
    return Wishes(
        oneself=reader.oneself,
        followed=reader.followed,
        follows_own=reader.follows_own,
        mail_is_off=reader.mail_is_off,
        reminders_are_off=reader.reminders_are_off,
        late_mail_is_off=reader.late_mail_is_off,
        quiet=reader.quiet,
    )


def find_reader(user_id: int) -> Reader | None:
    return db.session.get(Reader, user_id)


def find_feed_owner(feed_id: str) -> User | None:
    """Return whose the private feeds with this id are."""
    return db.session.scalar(
        sa.select(User)
        .join(Reader, Reader.user_id == User.id)
        .where(Reader.feed_id == feed_id)
    )


def find_follow(actor: Actor, followed: Followed, object_id: int) -> Follow | None:
    """Return the actor's follow of a thing, stopped or not."""
    return db.session.scalars(
        sa.select(Follow)
        .where(
            access.own(actor, Follow),
            Follow.followed == followed,
            Follow.object_id == object_id,
        )
        .order_by(Follow.id)
        .limit(1)
    ).first()


def get_follow_for(actor: Actor, public_id: str) -> Follow:
    """Return one of the actor's own follows; raise NotFound otherwise."""
    found = None
    if is_public_id(public_id):
        found = db.session.scalar(
            sa.select(Follow).where(
                access.own(actor, Follow), Follow.public_id == public_id
            )
        )
    if found is None:
        raise NotFound("You follow no such thing.")
    return found


def standing_of(actor: Actor, followed: Followed, ref: str) -> Standing:
    """Return how `actor` stands to what `ref` names: one query; none for visitors."""
    if actor.user_id is None:
        return Standing()
    key = owner_key(actor.user_id)
    row = ask(_standing(followed), reader=actor.user_id, key=key, ref=ref).first()
    return Standing() if row is None else Standing(row[0], row[1] is not None)


@cache
def _standing(followed: Followed) -> sa.Select[Any]:
    """Return what the page of each thing of a kind asks, put together once."""
    column = ref_column(followed)
    thing: Any = column.class_
    reader: Any = sa.bindparam("reader")
    columns: list[Any] = [Follow.level, SavedItem.id]
    return (
        sa.select(*columns)
        .select_from(thing)
        .outerjoin(
            Follow,
            sa.and_(
                Follow.object_id == thing.id,
                Follow.followed == followed,
                Follow.stopped_on.is_(None),
                access.own_of(reader, sa.bindparam("key"), Follow),
            ),
        )
        .outerjoin(
            SavedItem,
            sa.and_(
                SavedItem.object_id == thing.id,
                SavedItem.kind == followed,
                SavedItem.user_id == reader,
            ),
        )
        .where(column == sa.bindparam("ref"))
        .limit(1)
    )


def list_follows(actor: Actor, after: str | None) -> Page[FollowRow]:
    """Return what `actor` follows and lately stopped following, the newest first."""
    page = keyset_page(
        sa.select(Follow).where(access.own(actor, Follow)),
        order=(Follow.id.desc(),),
        after=after,
        size=LIST_SIZE,
    )
    keys = [(one.followed, one.object_id) for one in page.items]
    targets = find_targets(actor, keys)
    rows = [
        FollowRow(one, targets.get(key))
        for one, key in zip(page.items, keys, strict=True)
    ]
    return Page(rows, page.next_cursor)


def list_saved(
    actor: Actor, after: str | None, *, size: int = LIST_SIZE
) -> Page[SavedRow]:
    """Return what `actor` saved for later, the latest first."""
    page = keyset_page(
        sa.select(SavedItem).where(access.own_saved(actor)),
        order=(SavedItem.created_at.desc(), SavedItem.id.desc()),
        after=after,
        size=size,
    )
    keys = [(one.kind, one.object_id) for one in page.items]
    targets = find_targets(actor, keys)
    rows = [
        SavedRow(one, targets.get(key))
        for one, key in zip(page.items, keys, strict=True)
    ]
    return Page(rows, page.next_cursor)


def find_seen(actor: Actor, entries: Iterable[MaySeen | InboxEntry]) -> set[int]:
    """Return which of the actor's entries are about answers that they have seen.

    One query, and none where no entry is about answers to a question.
    """
    answers = [one for one in entries if _is_of_answers(one)]
    if actor.user_id is None or not answers:
        return set()
    readings = find_readings(actor.user_id, {one.subject_id for one in answers})
    return {
        one.id
        for one in answers
        if one.subject_id in readings
        and readings[one.subject_id].last_post_id >= one.latest_id
    }


def _is_of_answers(entry: MaySeen | InboxEntry) -> bool:
    return entry.about is Followed.QUESTION and entry.news in {
        News.ANSWER,
        News.MENTION,
    }


def count_unread(actor: Actor) -> int:
    """Return how many of the latest hundred entries `actor` has neither read nor seen."""
    if actor.user_id is None:
        return 0
    key = owner_key(actor.user_id)
    unread = ask(_unread(), reader=actor.user_id, key=key).all()
    entries = [MaySeen(*row) for row in unread]
    return len(entries) - len(find_seen(actor, entries))


@cache
def _unread() -> sa.Select[Any]:
    """Return what each page asks, put together once."""
    key: Any = sa.bindparam("key")
    columns: list[Any] = [
        InboxEntry.id,
        InboxEntry.news,
        InboxEntry.about,
        InboxEntry.subject_id,
        InboxEntry.latest_id,
    ]
    return (
        sa.select(*columns)
        .where(
            access.own_of(sa.bindparam("reader"), key, InboxEntry),
            access.told_to(key),
            InboxEntry.is_read.is_(False),
        )
        .order_by(InboxEntry.changed_at.desc(), InboxEntry.id.desc())
        .limit(MOST_COUNTED)
    )


def list_entries(
    actor: Actor, after: str | None, *, size: int = LIST_SIZE
) -> Page[InboxEntry]:
    """Return the entries of the actor's inbox, those with the latest news first."""
    page: Page[InboxEntry] = keyset_page(
        sa.select(InboxEntry).where(
            access.own(actor, InboxEntry), access.told_of(actor)
        ),
        order=(InboxEntry.changed_at.desc(), InboxEntry.id.desc()),
        after=after,
        size=size,
    )
    return page


def get_entry_for(actor: Actor, public_id: str) -> InboxEntry:
    """Return one of the actor's own entries; raise NotFound otherwise."""
    found = None
    if is_public_id(public_id):
        found = db.session.scalar(
            sa.select(InboxEntry).where(
                access.own(actor, InboxEntry), InboxEntry.public_id == public_id
            )
        )
    if found is None:
        raise NotFound("There is no such entry in your inbox.")
    return found
