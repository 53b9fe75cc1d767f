"""How far somebody has read: kept by keyed names, so that no copy tells who reads what."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, mapped_column

from community.core import clock
from community.core.actors import Actor
from community.core.db import Base, ask, changed, db
from community.core.sealing import pseudonym
from community.core.sqlite import write_if_free
from community.core.standin import known_of_reader
from community.core.visibility import State
from community.threads.models import Place, Post, Thread

KEPT = timedelta(days=60)
READING = "reading"
"""Under this name shared pages know how far their readers have read."""
NEWS = "news"
"""Under this name shared lists know how many answers are new to their readers."""
_READER = "thread.reader"
_COUNTER = "thread.reading"
_STEP_SECONDS = 600


class ThreadRead(Base):
    """The last post and the number of answers that a member saw in one thread.

    Who wrote a post under an alias is the first to read it: neither the key, another
    one for each thread, nor the day, nor the order of rows tells who that is.
    """

    __tablename__ = "thread_read"
    __table_args__ = (sa.Index(None, "read_on"), {"sqlite_with_rowid": False})

    reader_key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    thread_id: Mapped[int] = mapped_column(
        ForeignKey("thread.id"), primary_key=True, index=True
    )
    last_post_id: Mapped[int]
    answers: Mapped[int]
    read_on: Mapped[date]


class ReadingCount(Base):
    """How many questions a member has read, for their level: nobody learns which."""

    __tablename__ = "reading_count"
    __table_args__ = (sa.Index(None, "read_on"), {"sqlite_with_rowid": False})

    member_key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    pages: Mapped[int]
    first_at: Mapped[datetime]
    """The end of the ten minutes in which they read the first of them."""
    read_on: Mapped[date]


@dataclass(frozen=True)
class Reading:
    """How far a member has read; of those who read for the first time nothing is new."""

    last_post_id: int = 0
    answers: int = 0

    def is_new(self, post_id: int) -> bool:
        return 0 < self.last_post_id < post_id


def reader_key(user_id: int, thread_id: int) -> str:
    """Return whose reading of one thread it is, for our eyes only."""
    return pseudonym(_READER, f"{user_id}:{thread_id}")


def member_key(user_id: int) -> str:
    """Return by what their count is kept; it has nothing in common with reader_key()."""
    return pseudonym(_COUNTER, str(user_id))


def find_reading(actor: Actor, thread_id: int) -> Reading:
    """Return how far `actor` has read: one query, and none for visitors."""
    if actor.user_id is None:
        return Reading()
    known = known_of_reader(READING)
    if isinstance(known, Reading):
        return known
    key = reader_key(actor.user_id, thread_id)
    row = ask(_readings(), reader=key, thread=thread_id).one_or_none()
    return Reading() if row is None else Reading(row[0], row[1])


@cache
def _readings() -> sa.Select[Any]:
    columns: list[Any] = [ThreadRead.last_post_id, ThreadRead.answers]
    return sa.select(*columns).where(
        ThreadRead.reader_key == sa.bindparam("reader"),
        ThreadRead.thread_id == sa.bindparam("thread"),
    )


def note_reading(
    actor: Actor, *, before: Reading, thread_id: int, last_post_id: int, answers: int
) -> None:
    """Keep how far `actor` has read now; never waits, and writes when there is more.

    Ends what the session has loaded on SQLite: call it when the page is made.
    """
    further = max(before.last_post_id, last_post_id)
    now = Reading(further, answers)
    if actor.user_id is None or now == before:
        return
    today = clock.now().date()
    values = {"last_post_id": further, "answers": answers, "read_on": today}
    key = reader_key(actor.user_id, thread_id)
    row = {"reader_key": key, "thread_id": thread_id}
    noted = (
        _insert(ThreadRead)
        .values(**row, **values)
        .on_conflict_do_update(index_elements=["reader_key", "thread_id"], set_=values)
    )
    if before.last_post_id:
        write_if_free(noted)
    else:
        write_if_free(noted, _one_more_page(actor.user_id, today))


def _one_more_page(user_id: int, today: date) -> sa.Executable:
    counted: sa.Executable = (
        _insert(ReadingCount)
        .values(
            member_key=member_key(user_id),
            pages=1,
            first_at=_end_of_step(clock.now()),
            read_on=today,
        )
        .on_conflict_do_update(
            index_elements=["member_key"],
            set_={"pages": ReadingCount.pages + 1, "read_on": today},
        )
    )
    return counted


def _insert(table: type[Base]) -> Any:
    is_postgres = db.engine.dialect.name == "postgresql"
    return (postgresql_insert if is_postgres else sqlite_insert)(table)


def _end_of_step(at: datetime) -> datetime:
    """Return the next full ten minutes: the level that waits for it comes never earlier."""
    over = timedelta(seconds=at.timestamp() % _STEP_SECONDS)
    return (at - over).replace(microsecond=0) + timedelta(seconds=_STEP_SECONDS)


def news_of(actor: Actor, answers: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return how many answers came since `actor` looked, by thread; one query.

    `answers` holds ids of threads with how many answers they have.
    """
    known = known_of_reader(NEWS)
    if known is not None:
        return dict(known)
    there = dict(answers)
    if actor.user_id is None or not there:
        return {}
    readings = find_readings(actor.user_id, there)
    return {
        one: there[one] - reading.answers
        for one, reading in readings.items()
        if there[one] > reading.answers
    }


def find_readings(user_id: int, thread_ids: Iterable[int]) -> dict[int, Reading]:
    """Return how far a member has read of the threads that they have; one query."""
    keys = [reader_key(user_id, one) for one in thread_ids]
    rows = ask(_readings_of_many(), readers=keys)
    return {row[0]: Reading(row[1], row[2]) for row in rows}


@cache
def _readings_of_many() -> sa.Select[Any]:
    columns: list[Any] = [
        ThreadRead.thread_id,
        ThreadRead.last_post_id,
        ThreadRead.answers,
    ]
    readers: Any = sa.bindparam("readers", expanding=True)
    return sa.select(*columns).where(ThreadRead.reader_key.in_(readers))


def find_first_new(actor: Actor, thread: Thread) -> Post | None:
    """Return the first public answer that `actor` has not seen; None when all is read."""
    last = find_reading(actor, thread.id).last_post_id
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


def count_pages(user_ids: Collection[int]) -> dict[int, tuple[int, datetime]]:
    """Return how many questions members have read, and when the first of them."""
    keys = {member_key(one): one for one in user_ids}
    rows = db.session.execute(
        sa.select(
            ReadingCount.member_key, ReadingCount.pages, ReadingCount.first_at
        ).where(ReadingCount.member_key.in_(keys))
    )
    return {keys[row[0]]: (row[1], row[2]) for row in rows}


def forget_old() -> None:
    """Forget what was read long ago; a periodic job calls it."""
    before = clock.now().date() - KEPT
    changed(sa.delete(ThreadRead).where(ThreadRead.read_on < before))
    changed(sa.delete(ReadingCount).where(ReadingCount.read_on < before))
