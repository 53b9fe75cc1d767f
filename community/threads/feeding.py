"""Questions as feeds show them: the rows of a list with the texts that were asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from community.core.db import db
from community.core.visibility import State
from community.threads.listing import ThreadRow
from community.threads.models import Place, Post


@dataclass(frozen=True)
class FeedEntry:
    """One question; `updated_at` is when it or one of its answers last changed."""

    title: str
    url: str
    author: str
    html: str
    tags: tuple[str, ...]
    published_at: datetime
    updated_at: datetime

    @property
    def permanent_url(self) -> str:
        """Return the address that stays when the title, and so the slug, is edited."""
        return self.url.rpartition("/")[0]


def list_entries(rows: Sequence[ThreadRow]) -> list[FeedEntry]:
    """Return an entry for each of `rows` whose question everybody may read."""
    texts = {
        thread_id: (html, edited_at)
        for thread_id, html, edited_at in db.session.execute(
            sa.select(Post.thread_id, Post.html, Post.edited_at).where(
                Post.thread_id.in_([row.id for row in rows]),
                Post.place == Place.QUESTION,
                Post.state == State.PUBLIC,
            )
        )
    }
    return [_entry(row, *texts[row.id]) for row in rows if row.id in texts]


def _entry(row: ThreadRow, html: str, edited_at: datetime | None) -> FeedEntry:
    return FeedEntry(
        title=row.title,
        url=row.url,
        author=row.author,
        html=html,
        tags=row.tags,
        published_at=row.created_at,
        updated_at=max(row.last_activity_at, edited_at or row.created_at),
    )
