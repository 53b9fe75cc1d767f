"""When a decision can't be undone any more: flaggers hear of it, what undoing needed goes."""

import sqlalchemy as sa

from community.accounts.correspondence import write_to
from community.core.db import changed, db
from community.core.jobs import JobRegistry
from moderation import letters
from moderation.deciding import FORGET_JOB, TELL_JOB
from moderation.items import item_of
from moderation.kinds import Outcome
from moderation.models import Action, Case, Flag


def tell_flaggers(action_id: int) -> None:
    """Write to each flagger of a decision that stands."""
    action = db.session.get_one(Action, action_id)
    if action.undone_at is not None:
        return
    case = db.session.get_one(Case, action.case_id)
    item = item_of(case)
    flags = sa.select(Flag).where(Flag.case_id == case.id, Flag.outcome != Outcome.OPEN)
    for one in db.session.scalars(flags.order_by(Flag.id)):
        letter = letters.outcome(item, one.reason, one.outcome)
        write_to(one.reporter_id, letter.subject, letter.text)


def forget_kept(action_id: int) -> None:
    """Let go of what a redaction took out: nobody can put it back any more."""
    changed(sa.update(Action).where(Action.id == action_id).values(kept=None))


def register(registry: JobRegistry) -> None:
    registry.handler(TELL_JOB, tell_flaggers)
    registry.handler(FORGET_JOB, forget_kept)
