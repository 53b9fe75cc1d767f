"""Letting go of what has served its time, or whose thing is not there any more."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from community.core import clock
from community.core.db import changed
from community.notifications.kinds import Followed
from community.notifications.models import (
    Follow,
    InboxEntry,
    SavedItem,
    SavedSearch,
    SearchMatch,
)
from community.notifications.targets import ref_column

KEPT_DAYS = 60
DAYS_TO_UNDO = 30


def forget_old() -> None:
    """Delete entries in which nothing happened for 60 days, and follows long stopped."""
    oldest = clock.now() - timedelta(days=KEPT_DAYS)
    changed(sa.delete(InboxEntry).where(InboxEntry.changed_at < oldest))
    stopped = clock.now().date() - timedelta(days=DAYS_TO_UNDO)
    changed(sa.delete(Follow).where(Follow.stopped_on < stopped))


def forget_searches() -> None:
    """Delete searches that nobody follows any more, and of the others what is no news."""
    followed = sa.select(Follow.object_id).where(Follow.followed == Followed.SEARCH)
    changed(sa.delete(SavedSearch).where(SavedSearch.id.not_in(followed)))
    oldest = clock.now() - timedelta(days=KEPT_DAYS)
    changed(sa.delete(SearchMatch).where(SearchMatch.found_at < oldest))


def forget_gone() -> None:
    """Delete what is about things that were deleted for good: no key leads there."""
    for followed in Followed:
        there: Any = sa.select(ref_column(followed).class_.id)
        for model, kind, object_id in (
            (Follow, Follow.followed, Follow.object_id),
            (SavedItem, SavedItem.kind, SavedItem.object_id),
            (InboxEntry, InboxEntry.about, InboxEntry.subject_id),
        ):
            gone = sa.delete(model).where(kind == followed, object_id.not_in(there))
            changed(gone)
