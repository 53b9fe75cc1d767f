"""Limits counted in the database, so that every process and restart counts alike."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, mapped_column

from community.core import clock
from community.core.db import Base, db
from community.core.errors import TooMany
from community.core.sqlite import write_connection


@dataclass(frozen=True)
class Limit:
    """At most `count` hits in each window of `seconds`."""

    count: int
    seconds: int


class RateCount(Base):
    """How often one key was hit in one window; the key is a digest, not an address."""

    __tablename__ = "rate_count"

    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    window: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True)
    hits: Mapped[int]
    expires_at: Mapped[int] = mapped_column(sa.BigInteger, index=True)


def hit(scope: str, key: str, *limits: Limit) -> None:
    """Count one try of `key` in `scope`; raise TooMany when a limit is passed.

    Commits in a short transaction of its own, so that a refused request counts too.
    Call it before the request writes anything: SQLite has one writer.
    """
    with write_connection() as connection:
        waits = _waits(connection, scope, key, limits)
    _refuse(waits)


def hit_if_done(scope: str, key: str, *limits: Limit) -> None:
    """Count in the request's own transaction: what is refused or rolled back doesn't count.

    For limits on what people make, where a form that comes back must not use one up.
    """
    _refuse(_waits(db.session.connection(), scope, key, limits))


def hit_if_left(scope: str, key: str, limit: Limit) -> bool:
    """Count in the transaction where the limit leaves room; else return False, uncounted.

    For what several limits share: what one refuses takes no place from another.
    """
    seconds_now = int(clock.now().timestamp())
    window = seconds_now // limit.seconds
    digest = _digest(scope, key, limit)
    counting = _counting(
        db.session.connection(), digest, window, (window + 1) * limit.seconds
    )
    left = counting.on_conflict_do_update(
        index_elements=["key", "window"],
        set_={"hits": RateCount.hits + 1},
        where=RateCount.hits < limit.count,
    ).returning(RateCount.hits)
    return db.session.connection().execute(left).scalar() is not None


def _waits(
    connection: sa.Connection, scope: str, key: str, limits: Sequence[Limit]
) -> list[int]:
    """Count under each limit; return the seconds to wait for those that are passed."""
    seconds_now = int(clock.now().timestamp())
    waits = []
    for limit in limits:
        window = seconds_now // limit.seconds
        ends = (window + 1) * limit.seconds
        hits = _count(connection, _digest(scope, key, limit), window, ends)
        if hits > limit.count:
            waits.append(ends - seconds_now)
    return waits


def _refuse(waits: list[int]) -> None:
    if waits:
        raise TooMany(
            "That was too often. Please wait a little and try again.",
            retry_after=max(waits),
        )


def _digest(scope: str, key: str, limit: Limit) -> str:
    return hashlib.sha256(f"{scope}\0{limit.seconds}\0{key}".encode()).hexdigest()


def _count(connection: sa.Connection, key: str, window: int, ends: int) -> int:
    counted = (
        _counting(connection, key, window, ends)
        .on_conflict_do_update(
            index_elements=["key", "window"], set_={"hits": RateCount.hits + 1}
        )
        .returning(RateCount.hits)
    )
    return int(connection.execute(counted).scalar_one())


def _counting(
    connection: sa.Connection, key: str, window: int, ends: int
) -> postgresql.Insert | sqlite.Insert:
    """Return what counts the first hit of a window; the next ones conflict with it."""
    insert = (
        postgresql_insert if connection.dialect.name == "postgresql" else sqlite_insert
    )
    return insert(RateCount).values(key=key, window=window, hits=1, expires_at=ends)


def forget_expired() -> None:
    """Delete the windows that are over; a periodic job calls it."""
    past = clock.now() - timedelta(minutes=5)
    db.session.execute(
        sa.delete(RateCount).where(RateCount.expires_at < int(past.timestamp()))
    )
