"""Handing a case on to the others with one click, and talking about it among moderators.

Only who may decide a case reads or writes there: what is confidential about it stays so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from community.accounts.models import User
from community.core import clock, reasons
from community.core.actors import Actor
from community.core.db import changed, db
from community.core.errors import Conflict, Invalid
from community.core.text import clean_block
from moderation import access, cases
from moderation.escalation.models import WORDS_LENGTH, CaseReply
from moderation.items import item_of
from moderation.kinds import CaseState
from moderation.models import Case

MOST = 100
"""Of one case: whoever has more to say, meets."""


@dataclass(frozen=True)
class Reply:
    text: str
    by: str
    at: datetime


def escalate(actor: Actor, case: Case) -> None:
    """Ask the other moderators for this case, and give it back; raise Conflict if too late.

    It stands before all others in the queue then, which says so.
    """
    access.require_can_decide(actor, item_of(case))
    asked = changed(
        sa.update(Case)
        .where(
            Case.id == case.id,
            Case.state == CaseState.OPEN,
            Case.escalated_at.is_(None),
        )
        .values(escalated_at=clock.now(), escalated_by_id=actor.user_id)
    )
    db.session.expire(case)
    if not asked:
        told = "Somebody asked for another moderator already."
        raise Conflict(cases.what_happened(case) if _is_decided(case) else told)
    cases.release(actor, case)
    reasons.audit(
        actor,
        "case.escalated",
        f"{case.kind} {case.item_id}",
        "Another moderator is asked to look at it.",
    )


def write(actor: Actor, case: Case, text: str) -> None:
    """Say something about an open case to whoever may decide it."""
    access.require_can_decide(actor, item_of(case))
    if _is_decided(case):
        raise Conflict(cases.what_happened(case))
    words = clean_block(text).strip()
    if not 1 <= len(words) <= WORDS_LENGTH:
        sentence = f"Write 1 to {WORDS_LENGTH:,} characters."
        raise Invalid("Nothing is sent yet.", fields={"text": sentence})
    if len(list_replies(case)) >= MOST:
        raise Conflict(f"There are {MOST} replies already: decide it.")
    db.session.add(CaseReply(case_id=case.id, author_id=actor.user_id, text=words))


def list_replies(case: Case) -> list[Reply]:
    """Return what was said of a case, the earliest first; one query."""
    rows: Sequence[tuple[CaseReply, str]] = [
        (one, handle)
        for one, handle in db.session.execute(
            sa.select(CaseReply, User.handle)
            .join(User, User.id == CaseReply.author_id)
            .where(CaseReply.case_id == case.id)
            .order_by(CaseReply.id)
            .limit(MOST)
        )
    ]
    return [Reply(one.text, handle, one.created_at) for one, handle in rows]


def _is_decided(case: Case) -> bool:
    return case.state is not CaseState.OPEN
