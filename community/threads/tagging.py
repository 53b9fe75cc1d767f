"""Which tags a thread carries, and how many public threads each tag has."""

from collections.abc import Sequence

import sqlalchemy as sa

from community.core.db import changed, db, insert_ignore
from community.core.visibility import State
from community.threads.counters import change_thread_count
from community.threads.models import Tag, Thread, ThreadTag


def set_tags(thread: Thread, names: Sequence[str]) -> None:
    """Have `thread` carry exactly `names`, in this order; make the tags that are new."""
    before = set(
        db.session.scalars(
            sa.select(ThreadTag.tag_id).where(ThreadTag.thread_id == thread.id)
        )
    )
    ids = _ids_of(names)
    after = set(ids.values())
    changed(sa.delete(ThreadTag).where(ThreadTag.thread_id == thread.id))
    rows = [
        {
            "thread_id": thread.id,
            "tag_id": ids[name],
            "position": position,
            "last_activity_at": thread.last_activity_at,
        }
        for position, name in enumerate(names)
    ]
    insert_ignore(ThreadTag, rows)
    if thread.state is State.PUBLIC:
        _count(after - before, 1)
        _count(before - after, -1)


def count_thread(thread: Thread, by: int) -> None:
    """Count a thread that became public (1) or stopped being so (-1) in its tags."""
    mine = sa.select(ThreadTag.tag_id).where(ThreadTag.thread_id == thread.id)
    _count(set(db.session.scalars(mine)), by)


def _ids_of(names: Sequence[str]) -> dict[str, int]:
    if not names:
        return {}
    # Sorted: two questions with the same new tags must not wait for each other.
    insert_ignore(Tag, [{"name": name, "thread_count": 0} for name in sorted(names)])
    tags = db.session.scalars(sa.select(Tag).where(Tag.name.in_(names)))
    return {tag.name: tag.id for tag in tags}


def _count(tag_ids: set[int], by: int) -> None:
    for tag_id in sorted(tag_ids):  # in order: no two of these wait for each other
        change_thread_count(tag_id, by)
