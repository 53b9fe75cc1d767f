"""The heads of the audit: one for each day, published for good, to check the chain against."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa

from community.core import clock
from community.core.db import db, insert_ignore
from community.core.jobs import JobRegistry
from community.core.paging import Page, keyset_page
from moderation.models import AuditHead, AuditRow

PUBLISH_JOB = "moderation.publish-head"
LIST_SIZE = 31
_DAY = timedelta(days=1)
_MOST_DAYS = 400
"""Made up for at once; the next hour goes on."""


@dataclass(frozen=True)
class Head:
    """A row of the audit by the hash that somebody knows of it; `named` says who.

    Without a number where its hash alone was noted.
    """

    number: int | None
    hash: str
    named: str


def publish() -> None:
    """Publish the last row of each day (UTC) that is over, once; none before the first row.

    Days on which nothing ran are made up for. Who wrote one down can tell later whether
    the chain still leads through it.
    """
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    day = _first_without(today)
    for _ in range(_MOST_DAYS):
        if day is None or day >= today:
            return
        row = db.session.execute(
            sa.select(AuditRow.number, AuditRow.hash)
            .where(AuditRow.at < day + _DAY)
            .order_by(AuditRow.number.desc())
            .limit(1)
        ).one()
        told = {"number": row.number, "hash": row.hash, "published_at": clock.now()}
        insert_ignore(AuditHead, [{"day": day.date(), **told}])
        day += _DAY


def _first_without(today: datetime) -> datetime | None:
    """Return the first day without a head: the one after the last, or of the first row."""
    last: date | None = db.session.scalar(sa.select(sa.func.max(AuditHead.day)))
    if last is not None:
        return today - (today.date() - last) + _DAY
    began = db.session.scalar(sa.select(AuditRow.at).order_by(AuditRow.number).limit(1))
    if began is None:
        return None
    return began.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def find_latest() -> AuditHead | None:
    """Return the head that was published last."""
    return db.session.scalars(
        sa.select(AuditHead).order_by(AuditHead.id.desc()).limit(1)
    ).first()


def list_heads(after: str | None) -> Page[AuditHead]:
    """Return what was published, the latest day first; one query."""
    return keyset_page(
        sa.select(AuditHead),
        order=(AuditHead.id.desc(),),
        after=after,
        size=LIST_SIZE,
    )


def published() -> list[Head]:
    """Return all heads, for who walks along the chain."""
    rows = db.session.execute(
        sa.select(AuditHead.day, AuditHead.number, AuditHead.hash)
    )
    return [
        Head(number, hashed, f"published for {day:%-d %B %Y}")
        for day, number, hashed in rows
    ]


def register(registry: JobRegistry) -> None:
    registry.handler(PUBLISH_JOB, publish)
    registry.periodic(PUBLISH_JOB, every=timedelta(hours=1))
