"""Other questions that the reader of a thread may want: one query on two indexes."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from community.core.db import db
from community.threads import access
from community.threads.models import Thread, ThreadTag
from community.threads.paths import thread_path

MOST = 5


@dataclass(frozen=True)
class Related:
    title: str
    url: str
    answers: int


def list_related(thread: Thread) -> list[Related]:
    """Return questions on the same product or vendor, then those with the same tag."""
    parts = [_same_tag(thread)]
    if thread.product_id is not None:
        parts.append(_same_subject(Thread.product_id == thread.product_id))
    elif thread.vendor_id is not None:
        parts.append(_same_subject(Thread.vendor_id == thread.vendor_id))
    # Each part is limited by itself, so the whole reads a dozen rows.
    union = sa.union_all(*(sa.select(part.subquery()) for part in parts)).subquery()
    rows = db.session.execute(sa.select(union).order_by(union.c.part)).all()
    found: dict[int, Related] = {}
    for row in rows:
        if row.id != thread.id and row.id not in found:
            url = thread_path(row.public_id, row.slug)
            found[row.id] = Related(row.title, url, row.answer_count)
    return list(found.values())[:MOST]


def _same_subject(matches: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return (
        _columns(part=0)
        .where(matches)
        .order_by(Thread.last_activity_at.desc(), Thread.id.desc())
    )


def _same_tag(thread: Thread) -> sa.Select[Any]:
    first_tag = (
        sa.select(ThreadTag.tag_id)
        .where(ThreadTag.thread_id == thread.id)
        .order_by(ThreadTag.position)
        .limit(1)
        .scalar_subquery()
    )
    return (
        _columns(part=1)
        .join(ThreadTag, ThreadTag.thread_id == Thread.id)
        .where(ThreadTag.tag_id == first_tag)
        .order_by(ThreadTag.last_activity_at.desc(), ThreadTag.thread_id.desc())
    )


@cache
def _columns(*, part: int) -> sa.Select[Any]:
    """Start a part: one more row than shown, as the thread itself is among them."""
    columns: list[Any] = [
        Thread.id,
        Thread.title,
        Thread.public_id,
        Thread.slug,
        Thread.answer_count,
        sa.literal(part).label("part"),
    ]
    # What was asked before is answered elsewhere, which stands among them itself.
    open_ones = access.listed_threads(), Thread.duplicate_of_id.is_(None)
    return sa.select(*columns).where(*open_ones).limit(MOST + 1)
