"""Questions as feeds show them: the rows of a list with the texts that were asked."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from community.core.atom import Entry
from community.core.db import db
from community.core.visibility import State
from community.threads.listing import ThreadRow
from community.threads.models import Place, Post


def list_entries(rows: Sequence[ThreadRow]) -> list[Entry]:
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


def _entry(row: ThreadRow, html: str, edited_at: datetime | None) -> Entry:
    return Entry(
        title=row.title,
        url=row.url,
        author=row.author,
        html=html,
        published_at=row.created_at,
        updated_at=max(row.last_activity_at, edited_at or row.created_at),
        tags=row.tags,
        # It stays when the title, and so the slug, is edited.
        permanent_url=row.url.rpartition("/")[0],
    )
