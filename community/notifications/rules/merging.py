"""What follows, entries and saved things do when products or vendors become one."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from community.core.db import changed, db
from community.notifications.kinds import Followed
from community.notifications.models import Follow, InboxEntry, SavedItem


def merge(followed: Followed, source_id: int, target_id: int) -> None:
    """Point at the target what pointed at the source; who has both keeps the target's."""
    _move(Follow, "followed", "object_id", followed, source_id, target_id)
    _move(SavedItem, "kind", "object_id", followed, source_id, target_id)
    _move(InboxEntry, "about", "subject_id", followed, source_id, target_id)
    db.session.expire_all()


def _move(
    model: Any, kind: str, column: str, followed: Followed, source: int, target: int
) -> None:
    other = aliased(model)
    theirs = [other.user_id == model.user_id]
    if model is not SavedItem:
        theirs.append(other.owner_key == model.owner_key)
    twin = sa.select(other.id).where(
        getattr(other, kind) == followed,
        getattr(other, column) == target,
        sa.or_(*theirs),
    )
    if model is InboxEntry:
        twin = twin.where(other.news == InboxEntry.news)
    of_source = (getattr(model, kind) == followed, getattr(model, column) == source)
    moved = sa.update(model).where(*of_source, ~twin.exists())
    changed(moved.values({column: target}))
    changed(sa.delete(model).where(*of_source))
