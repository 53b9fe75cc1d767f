"""The audit as staff read it: who used a power over others, on what, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from community.accounts.models import User
from community.core.actors import Actor
from community.core.errors import BadRequest
from community.core.paging import Page, keyset_page
from moderation.log.matching import by_handle, in_month
from moderation.models import AuditRow

NAMES = ("action", "who", "subject", "month")
SIZE = 50
_LONGEST = 200
_REFUSED = ".refused"
_OF_PRICES = ("deal", "deal-appeal", "hold", "note", "evidence")
_KEPT = "Told to moderators alone"


@dataclass(frozen=True)
class Entry:
    """A row of the audit; of one about somebody's price the host reads day and deed."""

    number: int
    at: datetime
    who: str
    """Their handle; "" for a program, and for who left."""
    role: str
    action: str
    subject: str
    reason: str
    hash: str
    is_kept: bool

    @property
    def is_refusal(self) -> bool:
        return self.action.endswith(_REFUSED)


def chosen(asked: Mapping[str, str]) -> dict[str, str]:
    """Return what is asked for; raise BadRequest for what can't be."""
    found = {name: asked.get(name, "").strip() for name in NAMES}
    if any(len(one) > _LONGEST or "\0" in one for one in found.values()):
        raise BadRequest("There are no such rows.")
    return found


def list_entries(
    actor: Actor, asked: Mapping[str, str], after: str | None, *, size: int = SIZE
) -> Page[Entry]:
    """Return the rows that are wanted, the latest first; one query."""
    columns: list[Any] = [AuditRow, User.handle]
    page = keyset_page(
        sa.select(*columns)
        .outerjoin(User, User.id == AuditRow.actor_id)
        .where(*_conditions(actor, asked)),
        order=(AuditRow.number.desc(),),
        after=after,
        size=size,
    )
    return Page([_entry(actor, *one) for one in page.items], page.next_cursor)


def _conditions(
    actor: Actor, asked: Mapping[str, str]
) -> Sequence[sa.ColumnElement[bool]]:
    wanted: list[sa.ColumnElement[bool]] = []
    if asked["action"]:
        wanted.append(AuditRow.action.startswith(asked["action"], autoescape=True))
    if asked["who"]:
        wanted.append(by_handle(AuditRow.actor_id, asked["who"]))
    if asked["subject"]:
        wanted.append(AuditRow.subject == asked["subject"])
        # Whoever may not read which price a row is of doesn't find it by that either.
        wanted += [~_is_of_prices()] if actor.is_host else []
    if asked["month"]:
        wanted += in_month(AuditRow.at, asked["month"])
    return wanted


def _is_of_prices() -> sa.ColumnElement[bool]:
    return sa.or_(*(AuditRow.action.startswith(f"{one}.") for one in _OF_PRICES))


def _entry(actor: Actor, row: AuditRow, handle: str | None) -> Entry:
    kept = actor.is_host and row.action.partition(".")[0] in _OF_PRICES
    day = row.at.replace(hour=0, minute=0, second=0, microsecond=0)
    return Entry(
        number=row.number,
        at=day if kept else row.at,
        who=handle or "",
        role=row.role,
        action=row.action,
        subject=_what(row.subject) if kept else row.subject,
        reason=_KEPT if kept else _why(row),
        hash=row.hash,
        is_kept=kept,
    )


def _why(row: AuditRow) -> str:
    """Return the reason; of a decision the code alone.

    What was found may quote what was taken out: it stands on the case, for those who may
    decide it.
    """
    if row.action.startswith("case.") and not row.action.endswith(_REFUSED):
        return row.reason.partition(":")[0]
    return row.reason


def _what(subject: str) -> str:
    """Return of what kind something is, without its id; of a page's address nothing."""
    return "" if subject.startswith("/") else subject.partition(" ")[0]
