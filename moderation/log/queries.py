"""What the public log counts, and what vendors and legal notices wanted taken down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from community.core import clock
from community.core.db import db
from community.core.moderating import Rated
from community.core.paging import Page, keyset_page
from community.core.sealing import pseudonym
from moderation.appeals.kinds import SETTLES
from moderation.items import kinds
from moderation.kinds import RESTRICTING, ActionKind, Outcome, Reason
from moderation.letters import reason_label
from moderation.models import Action, AuditRow, Case, Flag

REQUESTS_SIZE = 50
_ANCHOR = 16
"""Hex digits: enough that no two are alike."""
_OUTCOMES = {
    Outcome.OPEN: "Not decided yet",
    Outcome.UPHELD: "Granted",
    Outcome.DISMISSED: "Refused",
}
_GONE_LATER = "Refused, and taken down later, in another case"
_TAKES_DOWN = (ActionKind.HIDDEN, ActionKind.REMOVED, ActionKind.HIDDEN_ON_APPEAL)

_ABOUT_PRICES = {
    "hold.accepted": "Prices that waited for a moderator, and count",
    "hold.rejected": "Prices that were rejected, and count in nothing",
    "note.accepted": "Notes beside prices that may be shown",
    "note.rejected": "Notes beside prices that were rejected",
    "hold.appeal-granted": "Rejected prices that count after an appeal",
    "hold.appeal-refused": "Rejected prices whose appeal was refused",
    "note.appeal-granted": "Rejected notes that may be shown after an appeal",
    "note.appeal-refused": "Rejected notes whose appeal was refused",
}


@dataclass(frozen=True)
class StarRow:
    """How many reviews with so many stars show, and how many were taken away."""

    label: str
    stars: int
    shown: int
    taken: int

    @property
    def per_cent(self) -> int:
        whole = self.shown + self.taken
        return round(100 * self.taken / whole) if whole else 0


@dataclass(frozen=True)
class Request:
    """Something that a vendor or a legal notice wanted taken down; no names."""

    what: str
    reason: str
    asked_by: str
    outcome: str
    at: datetime
    decided_at: datetime | None
    anchor: str
    """Its place on the page: the same for good, and of no number of ours."""


def stars() -> list[StarRow]:
    """Return the counts for each kind of thing that has stars, five stars first."""
    return [
        StarRow(kind.label, stars, shown, taken)
        for kind in kinds().values()
        if isinstance(kind, Rated)
        for stars, (shown, taken) in sorted(kind.by_stars().items(), reverse=True)
    ]


def reasons() -> list[tuple[str, int]]:
    """Return how many restrictions stand for each reason, the most first."""
    counted = sa.func.count()
    rows = db.session.execute(
        sa.select(Action.reason, counted)
        .where(
            Action.kind.in_(RESTRICTING),
            Action.undone_at.is_(None),
            Action.reason.is_not(None),
        )
        .group_by(Action.reason)
        .order_by(counted.desc(), Action.reason)
    )
    return [(reason_label(reason), number) for reason, number in rows]


def about_prices() -> list[tuple[str, int]]:
    """Return how many prices and notes were decided about until this month began, and how.

    No more: a line of one, with its day or product, would tell that somebody reported it,
    and so would a number that grows the day after (P13).
    """
    began = clock.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    counted = sa.select(AuditRow.action, sa.func.count())
    wanted = counted.where(AuditRow.action.in_(_ABOUT_PRICES), AuditRow.at < began)
    numbers: dict[str, int] = dict(
        db.session.execute(wanted.group_by(AuditRow.action)).all()
    )
    return [
        (label, numbers[action])
        for action, label in _ABOUT_PRICES.items()
        if action in numbers
    ]


def list_requests(
    outcome: Outcome | None, after: str | None, *, size: int = REQUESTS_SIZE
) -> Page[Request]:
    """Return what was asked for, the latest first, refused ones too; one query."""
    decided = (
        sa.select(sa.func.max(Action.created_at))
        .where(
            Action.case_id == Flag.case_id,
            Action.kind.in_(SETTLES),
            Action.undone_at.is_(None),
        )
        .scalar_subquery()
    )
    columns: list[Any] = [Flag, Case, decided, _gone_later_at()]
    statement = (
        sa.select(*columns).join(Case, Case.id == Flag.case_id).where(_is_a_request())
    )
    if outcome is not None:
        statement = statement.where(Flag.outcome == outcome)
    page = keyset_page(statement, order=(Flag.id.desc(),), after=after, size=size)
    return Page([_request(*one) for one in page.items], page.next_cursor)


def count_requests() -> Sequence[tuple[str, int]]:
    """Return how many requests ended in which way."""
    rows = db.session.execute(
        sa.select(Flag.outcome, sa.func.count())
        .where(_is_a_request())
        .group_by(Flag.outcome)
    )
    numbers: dict[Outcome, int] = dict(rows.all())
    return [(label, numbers.get(one, 0)) for one, label in _OUTCOMES.items()]


def _is_a_request() -> sa.ColumnElement[bool]:
    # As the partial index of Flag says it.
    return sa.or_(Flag.of_the_vendor.is_(sa.true()), Flag.reason == Reason.ILLEGAL)


def _gone_later_at() -> sa.ScalarSelect[datetime]:
    """Select when a moderator took it down in a case that was opened later."""
    other = aliased(Case)
    return (
        sa.select(sa.func.max(Action.created_at))
        .join(other, other.id == Action.case_id)
        .where(
            other.kind == Flag.kind,
            other.object_id == Flag.object_id,
            other.id > Flag.case_id,
            Action.kind.in_(_TAKES_DOWN),
            Action.undone_at.is_(None),
        )
        .scalar_subquery()
    )


def _request(
    flag: Flag, case: Case, decided_at: datetime | None, gone_at: datetime | None
) -> Request:
    by = "A vendor’s own people" if flag.of_the_vendor else "A legal notice"
    if flag.reporter_id is None:
        by = "A legal notice without an account"
    if flag.of_the_vendor and flag.reason is Reason.ILLEGAL:
        by = "A legal notice of a vendor’s own people"
    outcome = _OUTCOMES[flag.outcome]
    if flag.outcome is Outcome.DISMISSED and gone_at is not None:
        outcome, decided_at = _GONE_LATER, gone_at
    return Request(
        what=kinds()[case.kind].label,
        reason=reason_label(flag.reason),
        asked_by=by,
        outcome=outcome,
        at=flag.created_at,
        decided_at=None if flag.outcome is Outcome.OPEN else decided_at,
        anchor=f"r-{pseudonym('log.request', str(flag.id))[:_ANCHOR]}",
    )
