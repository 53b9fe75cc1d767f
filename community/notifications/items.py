"""What one entry tells of, and the statement that finds the things behind entries."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from community.notifications.models import InboxEntry, InboxItem


@dataclass(frozen=True)
class Content:
    """One thing that an entry tells of: what it stands in, where, and whose it is."""

    title: str
    url: str
    by: str = ""


Contents = dict[int, list[Content]]
"""By the id of the entry, the oldest first."""


def items(thing: Any, *columns: Any) -> sa.Select[Any]:
    """Return entries by id with `columns` of the things that they tell of, by their ids."""
    return (
        sa.select(InboxEntry.id, *columns)
        .select_from(InboxEntry)
        .join(InboxItem, InboxItem.entry_id == InboxEntry.id)
        .join(thing, thing.id == InboxItem.object_id)
        .order_by(InboxItem.object_id)
    )
