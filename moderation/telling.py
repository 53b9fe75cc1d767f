"""When a decision can't be undone any more: flaggers hear of it, what undoing needed goes."""

from collections.abc import Set as AbstractSet

import sqlalchemy as sa

from community.accounts.correspondence import write_to
from community.core import events
from community.core.db import changed, db
from community.core.jobs import JobRegistry
from community.core.moderating import ModeratedItem
from community.core.outcomes import OutcomeTold
from moderation import letters
from moderation.deciding import FORGET_JOB, TELL_JOB
from moderation.items import item_of
from moderation.kinds import ActionKind, Outcome
from moderation.models import Action, Case, Flag
from moderation.notices import letters as notice_letters
from moderation.notices.rules import answer
from moderation.notices.senders import link_path, write_to_sender

Told = tuple[int | None, int | None]
"""Whom a letter went to: the id of a member, or of a notice without an account."""


def tell_flaggers(action_id: int) -> None:
    """Write to each flagger of a decision that stands."""
    action = db.session.get_one(Action, action_id)
    if action.undone_at is not None:
        return
    case = db.session.get_one(Case, action.case_id)
    tell_flaggers_of(case, item_of(case), decision=action)


def tell_flaggers_of(
    case: Case,
    item: ModeratedItem,
    *,
    decision: Action,
    besides: AbstractSet[Told] = frozenset(),
) -> None:
    """Write to the flaggers of a case what became of their flags, and of what follows."""
    wanted = sa.select(Flag).where(
        Flag.case_id == case.id, Flag.outcome != Outcome.OPEN
    )
    flags = db.session.scalars(wanted.order_by(Flag.id)).all()
    notices = answer([one.id for one in flags], decision.created_at)
    for one in flags:
        notice = notices.get(one.id)
        if one.reporter_id is not None:
            if (one.reporter_id, None) not in besides:
                letter = letters.outcome(item, one.reason, one.outcome, decision)
                text = f"{notice_letters.preface(notice)}{letter.text}"
                write_to(one.reporter_id, letter.subject, text)
                events.publish(OutcomeTold(one.reporter_id, decision.id))
        elif notice is not None and (None, notice.id) not in besides:
            path = link_path(notice)
            write_to_sender(
                notice,
                notice_letters.outcome(notice, item, one.outcome, decision, path),
            )


def forget_kept(action_id: int) -> None:
    """Let go of what a redaction took out: nobody can put it back any more."""
    words = (Action.id == action_id, Action.kind == ActionKind.REDACTED)
    changed(sa.update(Action).where(*words).values(kept=None))


def register(registry: JobRegistry) -> None:
    registry.handler(TELL_JOB, tell_flaggers)
    registry.handler(FORGET_JOB, forget_kept)
