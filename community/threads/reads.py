"""How far somebody has read: kept by keyed names, so that no copy tells who reads what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, mapped_column

from community.core import clock
from community.core.actors import Actor
from community.core.db import Base, CreatedAt, changed, db
from community.core.sealing import pseudonym
from community.core.sqlite import write_if_free
from community.core.visibility import State
from community.threads.models import Place, Post, Thread

KEPT = timedelta(days=60)
_READER = "thread.reader"


class ThreadRead(Base):
    """The last post and the number of answers that a member saw in one thread."""

    __tablename__ = "thread_read"
    __table_args__ = (sa.Index(None, "read_at"),)

    reader_key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    thread_id: Mapped[int] = mapped_column(
        ForeignKey("thread.id"), primary_key=True, index=True
    )
    last_post_id: Mapped[int]
    answers: Mapped[int]
    read_at: Mapped[CreatedAt]


@dataclass(frozen=True)
class Reading:
    """How far a member has read; of those who read for the first time nothing is new."""

    last_post_id: int = 0
    answers: int = 0

    def is_new(self, post_id: int) -> bool:
        return 0 < self.last_post_id < post_id


def reader_key(user_id: int) -> str:
    """Return what all that one member reads has in common, for our eyes only."""
    return pseudonym(_READER, str(user_id))


def find_reading(actor: Actor, thread: Thread) -> Reading:
    """Return how far `actor` has read: one query, and none for visitors."""
    if actor.user_id is None:
        return Reading()
    row = db.session.execute(
        sa.select(ThreadRead.last_post_id, ThreadRead.answers).where(
            ThreadRead.reader_key == reader_key(actor.user_id),
            ThreadRead.thread_id == thread.id,
        )
    ).one_or_none()
    return Reading() if row is None else Reading(row[0], row[1])


def note_reading(
    actor: Actor, thread_id: int, *, before: Reading, last_post_id: int, answers: int
) -> None:
    """Keep how far `actor` has read now; never waits, and writes when there is more.

    Ends what the session has loaded on SQLite: call it when the page is made.
    """
    further = max(before.last_post_id, last_post_id)
    now = Reading(further, answers)
    if actor.user_id is None or now == before:
        return
    is_postgres = db.engine.dialect.name == "postgresql"
    insert = postgresql_insert if is_postgres else sqlite_insert
    values = {
        "last_post_id": further,
        "answers": answers,
        "read_at": clock.now(),
    }
    row = {"reader_key": reader_key(actor.user_id), "thread_id": thread_id}
    write_if_free(
        insert(ThreadRead)
        .values(**row, **values)
        .on_conflict_do_update(index_elements=["reader_key", "thread_id"], set_=values)
    )


def news_of(actor: Actor, answers: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return how many answers came since `actor` looked, by thread; one query.

    `answers` holds ids of threads with how many answers they have.
    """
    there = dict(answers)
    if actor.user_id is None or not there:
        return {}
    rows = db.session.execute(
        sa.select(ThreadRead.thread_id, ThreadRead.answers).where(
            ThreadRead.reader_key == reader_key(actor.user_id),
            ThreadRead.thread_id.in_(there),
        )
    )
    return {one: there[one] - seen for one, seen in rows if there[one] > seen}


def find_first_new(actor: Actor, thread: Thread) -> Post | None:
    """Return the first public answer that `actor` has not seen; None when all is read."""
    last = find_reading(actor, thread).last_post_id
    return db.session.scalar(
        sa.select(Post)
        .where(
            Post.thread_id == thread.id,
            Post.place != Place.QUESTION,
            Post.state == State.PUBLIC,
            Post.id > last,
        )
        .order_by(Post.id)
        .limit(1)
    )


def read_since(user_id: int) -> tuple[int, datetime | None]:
    """Return how many questions a member has read, and when the first of them."""
    row = db.session.execute(
        sa.select(sa.func.count(), sa.func.min(ThreadRead.read_at)).where(
            ThreadRead.reader_key == reader_key(user_id)
        )
    ).one()
    return row[0], row[1]


def forget_old() -> None:
    """Forget what was read long ago; a periodic job calls it."""
    changed(sa.delete(ThreadRead).where(ThreadRead.read_at < clock.now() - KEPT))
