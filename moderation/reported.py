"""What somebody reported, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from community.core.paging import Page, keyset_page
from moderation.kinds import DISMISSING, OUTCOME_LABELS, Outcome
from moderation.letters import reason_label
from moderation.models import Action, Case, Flag
from moderation.notices.queries import clock_of, find_notices


@dataclass(frozen=True)
class OwnFlag:
    """A flag of one's own, and what became of it."""

    title: str
    reason: str
    outcome: str
    created_at: datetime
    appeal_url: str
    """Where its dismissal is appealed; "" where there was none."""
    notice: str


def list_own_flags(user_id: int, after: str | None) -> Page[OwnFlag]:
    columns: list[Any] = [Flag, Case.title, _dismissal()]
    page = keyset_page(
        sa.select(*columns)
        .join(Case, Case.id == Flag.case_id)
        .where(Flag.reporter_id == user_id),
        order=(Flag.id.desc(),),
        after=after,
    )
    notices = find_notices([one.id for one, *_ in page.items])
    rows = [
        OwnFlag(
            title,
            reason_label(one.reason),
            OUTCOME_LABELS[one.outcome],
            one.created_at,
            f"/decisions/{decision}/appeal" if decision else "",
            clock_of(notices.get(one.id)),
        )
        for one, title, decision in page.items
    ]
    return Page(rows, page.next_cursor)


def _dismissal() -> sa.ScalarSelect[str]:
    """Return the public id of the decision that dismissed a flag, and stands."""
    return (
        sa.select(Action.public_id)
        .where(
            Action.case_id == Flag.case_id,
            Action.kind.in_(DISMISSING),
            Action.undone_at.is_(None),
            Flag.outcome == Outcome.DISMISSED,
        )
        .order_by(Action.id.desc())
        .limit(1)
        .correlate(Flag)
        .scalar_subquery()
    )
