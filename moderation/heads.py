"""The heads of the audit: one for each day, published for good, to check the chain against."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from community.core import clock
from community.core.db import db, insert_ignore
from community.core.jobs import JobRegistry
from community.core.paging import Page, keyset_page
from moderation.models import AuditHead, AuditRow

PUBLISH_JOB = "moderation.publish-head"
LIST_SIZE = 31


@dataclass(frozen=True)
class Head:
    """A row of the audit with the hash that somebody knows of it; `named` says who."""

    number: int
    hash: str
    named: str


def publish() -> None:
    """Publish the last row of yesterday (UTC), once; nothing while the audit is empty.

    Who wrote it down can tell later whether the chain still leads through it.
    """
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    day = (today - timedelta(days=1)).date()
    if db.session.scalar(sa.select(AuditHead.id).where(AuditHead.day == day)):
        return
    row = db.session.execute(
        sa.select(AuditRow.number, AuditRow.hash)
        .where(AuditRow.at < today)
        .order_by(AuditRow.number.desc())
        .limit(1)
    ).one_or_none()
    if row is not None:
        told = {"number": row.number, "hash": row.hash, "published_at": clock.now()}
        insert_ignore(AuditHead, [{"day": day, **told}])


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
