"""What cases forget of who put an alias in place of their name."""

import re

import sqlalchemy as sa

from community.accounts.models import User
from community.core.db import db
from community.core.moderationevents import AuthorHidden
from moderation import scoring
from moderation.escalation.models import CaseReply
from moderation.kinds import REASONS
from moderation.models import Action, Case, Flag
from moderation.screening.findings import forget_author

_NAME_REMOVED = "[name removed]"


def on_author_hidden(event: AuthorHidden) -> None:
    """Part the cases about a thing from all that leads to its author.

    That is the other cases about them, what rules know of them, what these made of
    reason, score and place in the queue, and their name in what others said. Who must
    know whose it is asks with a reason, and leaves a row in the audit.
    """
    cases = db.session.scalars(
        sa.select(Case).where(
            Case.kind == event.kind, Case.object_id == event.object_id
        )
    ).all()
    for case in cases:
        _forget_names(case)
        case.author_id = None
        _count_again(case)


def _count_again(case: Case) -> None:
    """Let flags, and what rules say of the text, alone make what a case weighs."""
    flags = db.session.scalars(sa.select(Flag).where(Flag.case_id == case.id))
    said = [(one.created_at, one.reason, one.weight) for one in flags]
    said += [
        (one.created_at, reason, one.weight) for reason, one in forget_author(case)
    ]
    case.reason, case.score, case.harm = None, 0.0, 0
    case.rank = scoring.rank(case.opened_at, case.score, case.harm)
    case.due_at = scoring.due(case.opened_at, case.harm)
    for _, reason, weight in sorted(said, key=lambda one: one[0]):
        scoring.count_in(case, reason, weight, REASONS[reason].harm)
    case.version += 1


def _forget_names(case: Case) -> None:
    flags = db.session.scalars(sa.select(Flag).where(Flag.case_id == case.id)).all()
    done = sa.select(Action).where(Action.case_id == case.id)
    actions = db.session.scalars(done).all()
    said = sa.select(CaseReply).where(CaseReply.case_id == case.id)
    replies = db.session.scalars(said).all()
    for author in db.session.scalars(sa.select(User).where(User.id == case.author_id)):
        names = "|".join(map(re.escape, {author.handle, author.display_name}))
        named = re.compile(rf"@?\b(?:{names})\b", re.IGNORECASE)
        for flag in flags:
            flag.said = [
                [named.sub(_NAME_REMOVED, text) for text in pair] for pair in flag.said
            ]
        for reply in replies:
            reply.text = named.sub(_NAME_REMOVED, reply.text)
        for action in actions:
            action.facts = named.sub(_NAME_REMOVED, action.facts)
