"""How news get into inboxes: one entry for each reader and thing, moved up by what is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from community.core import clock
from community.core.db import (
    changed,
    db,
    insert_ignore,
    insert_or_update,
    new_public_id,
)
from community.notifications.kinds import Followed, Frequency, News, Why
from community.notifications.models import InboxEntry, InboxItem
from community.threads.aliases import coarse


@dataclass(frozen=True)
class Slip:
    """What is told: `object_id` is the newest thing, of the subject that it is about."""

    news: News
    about: Followed
    subject_id: int
    object_id: int
    by_key: str | None = None

    @property
    def at(self) -> datetime:
        """When it came; under an alias the hour alone, or it would say more than the post."""
        return clock.now() if self.by_key is None else coarse(clock.now())


@dataclass(frozen=True)
class Hearer:
    """Who gets an entry, why, and how often they want it by mail."""

    user_id: int | None
    owner_key: str | None
    sealed_reader: str | None
    why: Why
    mail: Frequency

    @property
    def row(self) -> dict[str, Any]:
        return {
            "user_id": self.user_id,
            "owner_key": self.owner_key,
            "sealed_reader": self.sealed_reader,
            "why": self.why,
            "mail": self.mail,
        }


def deliver(slip: Slip, hearers: Sequence[Hearer]) -> None:
    """Put the news into everybody's inbox; doing it again changes nothing.

    An entry that was read begins anew, one that was not gathers: "3 new answers".
    """
    by_name = [one for one in hearers if one.user_id is not None]
    by_key = [one for one in hearers if one.user_id is None]
    _deliver(slip, by_name, "user_id", [one.user_id for one in by_name])
    _deliver(slip, by_key, "owner_key", [one.owner_key for one in by_key])


def _deliver(
    slip: Slip, hearers: Sequence[Hearer], name: str, readers: Sequence[Any]
) -> None:
    if not hearers:
        return
    column: Any = getattr(InboxEntry, name)
    theirs = (
        InboxEntry.news == slip.news,
        InboxEntry.about == slip.about,
        InboxEntry.subject_id == slip.subject_id,
        column.in_(readers),
    )
    done = sa.select(InboxEntry.id).where(
        *theirs, InboxEntry.is_read, InboxEntry.latest_id < slip.object_id
    )
    changed(sa.delete(InboxItem).where(InboxItem.entry_id.in_(done)))
    insert_or_update(
        InboxEntry,
        [_row(slip, one) for one in hearers],
        key=(name, "news", "about", "subject_id"),
        change=_moved_up,
        only_if=_is_newer,
    )
    entries = sa.select(InboxEntry.id).where(*theirs, InboxEntry.is_read.is_(False))
    insert_ignore(
        InboxItem,
        [
            {"entry_id": entry_id, "object_id": slip.object_id}
            for entry_id in db.session.scalars(entries)
        ],
    )


def _row(slip: Slip, hearer: Hearer) -> dict[str, Any]:
    return {
        "public_id": new_public_id(),
        "news": slip.news,
        "about": slip.about,
        "subject_id": slip.subject_id,
        "latest_id": slip.object_id,
        "by_key": slip.by_key,
        "changed_at": slip.at,
        "is_read": False,
        **hearer.row,
    }


def _moved_up(new: Any) -> dict[str, Any]:
    names = ("why", "latest_id", "by_key", "changed_at", "is_read", "mail")
    return {name: new[name] for name in names}


def _is_newer(new: Any) -> sa.ColumnElement[bool]:
    return sa.and_(InboxEntry.latest_id < new["latest_id"])
