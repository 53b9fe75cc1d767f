"""What shared pages tell a member of what they follow and of what is new for them."""

from typing import Any

import sqlalchemy as sa

from community.core.actors import Actor
from community.core.sharing import Known, MoreOf, Question, Row, SharedPage
from community.notifications import access, queries
from community.notifications.kinds import Followed
from community.notifications.models import Follow, InboxEntry, SavedItem
from community.notifications.queries import Standing
from community.notifications.targets import ref_column

STANDING = "standing"
_READER: Any = sa.bindparam("reader")
_KEY: Any = sa.bindparam("key")


class InboxBar:
    """How much is new in the inbox."""

    def add_to(self, question: Question) -> Question:
        entries = sa.select(InboxEntry.id).where(
            access.own_of(_READER, _KEY, InboxEntry), InboxEntry.is_read.is_(False)
        )
        return question.add_columns(entries.exists().label("has_unread"))

    def count_unread(self, actor: Actor, row: Row) -> int:
        return queries.count_unread(actor) if row.has_unread else 0


class FollowedPage(MoreOf):
    """A shared page of something that one follows: readers who do so alike share it."""

    def __init__(self, page: SharedPage, followed: Followed) -> None:
        super().__init__(page)
        self._followed = followed

    def add_to(self, question: Question) -> Question:
        """Add how its reader stands to the thing, which the page's part has joined."""
        thing: Any = ref_column(self._followed).class_
        level = (
            sa.select(Follow.level)
            .where(
                Follow.object_id == thing.id,
                Follow.followed == self._followed,
                Follow.stopped_on.is_(None),
                access.own_of(_READER, _KEY, Follow),
            )
            .limit(1)
        )
        saved = sa.select(SavedItem.id).where(
            SavedItem.object_id == thing.id,
            SavedItem.kind == self._followed,
            SavedItem.user_id == _READER,
        )
        return (
            super()
            .add_to(question)
            .add_columns(
                level.correlate(thing).scalar_subquery().label("follow_level"),
                saved.correlate(thing).exists().label("is_saved"),
            )
        )

    def known(self, row: Row) -> Known | None:
        known = super().known(row)
        if known is None:
            return None
        return {**known, STANDING: Standing(row.follow_level, bool(row.is_saved))}
