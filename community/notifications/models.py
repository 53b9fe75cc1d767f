"""The tables of follows, of the inbox, of readers and what they save for later.

What follows from an anonymous post is kept as the post is: by its author's keyed name,
with the author under seal, so that a copy of the database does not tell whose it is.
"""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Base, CreatedAt, IntPk, PublicId, StrEnumType
from community.notifications.kinds import Followed, Frequency, Level, News, Why
from community.notifications.quiet import QuietHours

_KEY = sa.String(64)
_SEALED = sa.String(200)
SEARCH_LENGTH = 256
"""What the search page takes, in bytes; so no more characters either."""


class Follow(Base):
    """Somebody hears of a thing; `stopped_on` says that they don't any more.

    A stopped one stays a while: to be undone, and so that nothing follows it by itself.
    """

    __tablename__ = "follow"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "followed", "object_id"),
        sa.UniqueConstraint("owner_key", "followed", "object_id"),
        sa.Index(None, "followed", "object_id", "id"),
        sa.CheckConstraint(
            "(user_id IS NULL) = (owner_key IS NOT NULL)"
            " AND (user_id IS NULL) = (sealed_reader IS NOT NULL)",
            name="named_or_quiet",
        ),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE")
    )
    owner_key: Mapped[str | None] = mapped_column(_KEY)
    sealed_reader: Mapped[str | None] = mapped_column(_SEALED)
    followed: Mapped[Followed] = mapped_column(StrEnumType(Followed))
    object_id: Mapped[int]
    """The row of the table that `followed` names; without a foreign key, being of six."""
    level: Mapped[Level] = mapped_column(StrEnumType(Level), default=Level.ALL)
    frequency: Mapped[Frequency | None] = mapped_column(StrEnumType(Frequency))
    """How often by mail, where it is not as its reader usually wants it."""
    why: Mapped[Why] = mapped_column(StrEnumType(Why))
    stopped_on: Mapped[date | None]


class InboxEntry(Base):
    """What is new about one thing for one reader, once: newer news move it up again."""

    __tablename__ = "inbox_entry"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "news", "about", "subject_id"),
        sa.UniqueConstraint("owner_key", "news", "about", "subject_id"),
        sa.Index(None, "user_id", "changed_at", "id"),
        sa.Index(None, "user_id", "is_read"),
        sa.Index(None, "owner_key", "changed_at", "id"),
        sa.Index(None, "owner_key", "is_read"),
        sa.Index(None, "mail", "id"),
        sa.Index(None, "changed_at"),
        sa.CheckConstraint(
            "(user_id IS NULL) = (owner_key IS NOT NULL)", name="named_or_quiet"
        ),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE")
    )
    owner_key: Mapped[str | None] = mapped_column(_KEY)
    sealed_reader: Mapped[str | None] = mapped_column(_SEALED)
    news: Mapped[News] = mapped_column(StrEnumType(News))
    about: Mapped[Followed] = mapped_column(StrEnumType(Followed))
    subject_id: Mapped[int]
    why: Mapped[Why] = mapped_column(StrEnumType(Why))
    latest_id: Mapped[int]
    """The highest id told of: the same news never comes twice."""
    by_key: Mapped[str | None] = mapped_column(_KEY)
    """Whose the latest is, if under an alias: `changed_at` is the hour alone then."""
    changed_at: Mapped[datetime]
    is_read: Mapped[bool] = mapped_column(default=False)
    mail: Mapped[Frequency] = mapped_column(
        StrEnumType(Frequency, "mail"), default=Frequency.NEVER
    )
    """With which mails it still has to go out; "never" once it has."""


class InboxItem(Base):
    """One of the things that an entry tells of: a post, a question, a review, a release."""

    __tablename__ = "inbox_item"

    entry_id: Mapped[int] = mapped_column(
        ForeignKey("inbox_entry.id", ondelete="CASCADE"), primary_key=True
    )
    object_id: Mapped[int] = mapped_column(primary_key=True)


class SavedSearch(Base):
    """What a member has looked for all the time, as they typed it; theirs alone."""

    __tablename__ = "saved_search"
    __table_args__ = (sa.UniqueConstraint("user_id", "text"),)

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(sa.String(SEARCH_LENGTH))
    created_at: Mapped[CreatedAt]


class SearchMatch(Base):
    """What a saved search has found: it is news once. Search calls it by kind and number."""

    __tablename__ = "search_match"
    __table_args__ = (sa.UniqueConstraint("search_id", "kind", "object_id"),)

    id: Mapped[IntPk]
    search_id: Mapped[int] = mapped_column(
        ForeignKey("saved_search.id", ondelete="CASCADE")
    )
    kind: Mapped[str] = mapped_column(sa.String(32))
    object_id: Mapped[int]
    found_at: Mapped[datetime] = mapped_column(index=True)


class Reader(Base):
    """How somebody wants to hear of things, and whether mail reaches them.

    Whoever never changed anything has none: see levels.Wishes.
    """

    __tablename__ = "reader"
    __table_args__ = (
        sa.CheckConstraint(
            "(quiet_from IS NULL) = (quiet_until IS NULL)", name="quiet_both"
        ),
    )

    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    oneself: Mapped[Frequency] = mapped_column(
        StrEnumType(Frequency, "oneself"), default=Frequency.AT_ONCE
    )
    followed: Mapped[Frequency] = mapped_column(
        StrEnumType(Frequency, "followed"), default=Frequency.WEEKLY
    )
    follows_own: Mapped[bool] = mapped_column(default=True)
    mail_is_off: Mapped[bool] = mapped_column(default=False)
    reminders_are_off: Mapped[bool] = mapped_column(default=False)
    """Of dates: what their rooms decided, and events that they registered for."""
    late_mail_is_off: Mapped[bool] = mapped_column(default=False)
    """About what waits too long for a moderator."""
    quiet_from: Mapped[int | None] = mapped_column(sa.SmallInteger)
    quiet_until: Mapped[int | None] = mapped_column(sa.SmallInteger)
    digest_waits: Mapped[Frequency | None] = mapped_column(
        StrEnumType(Frequency, "digest_waits"), index=True
    )
    """Which digest is due, and goes out in the morning of its reader: see quiet.py."""
    last_seen_on: Mapped[date | None]
    bounces: Mapped[int] = mapped_column(sa.SmallInteger, default=0)
    """In tenths: a soft bounce is 10, a hard one 20, a mail that goes out -1."""
    feed_id: Mapped[str | None] = mapped_column(sa.String(24), unique=True)
    """Part of the address of their private feeds; another one makes the old ones die."""

    @property
    def quiet(self) -> QuietHours | None:
        if self.quiet_from is None or self.quiet_until is None:
            return None
        return QuietHours(self.quiet_from, self.quiet_until)


class SavedItem(Base):
    """A question, product or vendor that somebody wants to come back to."""

    __tablename__ = "saved_item"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "kind", "object_id"),
        sa.Index(None, "user_id", "created_at", "id"),
    )

    id: Mapped[IntPk]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    kind: Mapped[Followed] = mapped_column(StrEnumType(Followed))
    object_id: Mapped[int]
    created_at: Mapped[CreatedAt]
