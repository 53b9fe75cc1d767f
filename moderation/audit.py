"""The audit: one row for each use of a power over others, chained by hashes."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from community.core import clock
from community.core.db import Turn, db, take_turn
from community.core.events import Audited
from moderation.heads import Head
from moderation.models import SUBJECT_LENGTH, AuditRow

BEGINNING = "0" * 64
"""What stands for the hash before the first row."""
_BATCH = 1_000


@dataclass(frozen=True)
class Chain:
    """What a walk along the audit found; `broken_at` is the first row that is wrong.

    `missed` is the first head that it doesn't lead through, though each row is right.
    """

    rows: int
    head: str
    broken_at: int | None = None
    missed: Head | None = None


def record(event: Audited) -> None:
    """Add a row in the transaction of what it tells: both last, or neither."""
    take_turn(Turn.WRITING_THE_AUDIT)
    last = db.session.execute(
        sa.select(AuditRow.number, AuditRow.hash)
        .order_by(AuditRow.number.desc())
        .limit(1)
    ).one_or_none()
    number, previous_hash = (last.number + 1, last.hash) if last else (1, BEGINNING)
    told: dict[str, Any] = {
        "number": number,
        "at": clock.now(),
        "actor_id": event.actor_id,
        "role": event.role,
        "action": event.action,
        "subject": event.subject[:SUBJECT_LENGTH],
        "reason": event.reason,
        "previous_hash": previous_hash,
    }
    db.session.execute(sa.insert(AuditRow).values(**told, hash=_hash(**told)))


def walk(heads: Sequence[Head] = ()) -> Chain:
    """Follow the chain from its beginning to its head, or to the first wrong row.

    It has to lead through `heads`: without them nobody sees that rows at its end are
    gone, or that all of it was written anew.
    """
    known: dict[int, list[Head]] = {}
    unseen = {one.hash: one for one in heads if one.number is None}
    for one in heads:
        if one.number is not None:
            known.setdefault(one.number, []).append(one)
    count, head = 0, BEGINNING
    while rows := _rows_after(count):
        for row in rows:
            if row.number != count + 1 or not _follows(row, head):
                return Chain(count, head, broken_at=count + 1)
            count, head = row.number, row.hash
            unseen.pop(head, None)
            for one in known.pop(count, ()):
                if one.hash != head:
                    return Chain(count, head, missed=one)
    beyond = [known[number][0] for number in sorted(known)]
    return Chain(count, head, missed=next(iter([*beyond, *unseen.values()]), None))


def _rows_after(number: int) -> list[AuditRow]:
    rows = sa.select(AuditRow).where(AuditRow.number > number)
    return list(
        db.session.scalars(
            rows.order_by(AuditRow.number).limit(_BATCH),
            execution_options={"populate_existing": True},
        )
    )


def _follows(row: AuditRow, previous_hash: str) -> bool:
    return row.previous_hash == previous_hash and row.hash == _hash(
        number=row.number,
        at=row.at,
        actor_id=row.actor_id,
        role=row.role,
        action=row.action,
        subject=row.subject,
        reason=row.reason,
        previous_hash=row.previous_hash,
    )


def _hash(*, at: datetime, **told: str | int | None) -> str:
    # The instant in one time zone: PostgreSQL answers in that of its session.
    whole = {**told, "at": at.astimezone(UTC).isoformat()}
    text = json.dumps(whole, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
