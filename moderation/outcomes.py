"""What was decided about what somebody wrote under their name, or reported: for the inbox.

What stands under an alias is not among it: its author gets a letter that nobody can link.
"""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from community.core import clock
from community.core.db import db
from community.core.outcomes import ToldOutcome
from moderation.actions import CONCERNS
from moderation.appeals.kinds import SETTLES
from moderation.deciding import UNDO
from moderation.kinds import (
    ACTION_LABELS,
    OUTCOME_LABELS,
    RESTRICTING,
    ActionKind,
    Outcome,
)
from moderation.letters import statement_path
from moderation.models import Action, Case, Flag

_MEMORY = timedelta(days=60)
"""As long as the entries of the inbox stay."""
_MOST = 10


class Outcomes:
    """The core.outcomes.KnowsOutcomes of app.py."""

    def outcomes_for(self, user_id: int) -> list[ToldOutcome]:
        found = [*_about_own(user_id), *_about_reported(user_id)]
        return sorted(found, key=lambda one: one.at, reverse=True)[:_MOST]


def _about_own(user_id: int) -> list[ToldOutcome]:
    rows = db.session.execute(
        _decisions(Case.title)
        .where(Case.author_id == user_id, Action.kind.in_(CONCERNS))
        .where(Action.created_at > _oldest())
        .limit(_MOST)
    )
    return [
        ToldOutcome(
            f"“{title}”: {ACTION_LABELS[action.kind]}",
            action.created_at,
            statement_path(action) if action.kind in RESTRICTING else "",
        )
        for action, title in rows
    ]


def _about_reported(user_id: int) -> list[ToldOutcome]:
    """Return what became of reports, once it can't be undone any more."""
    decides = Action.kind.in_(SETTLES - {ActionKind.HELD})
    rows = db.session.execute(
        _decisions(Case.title, Flag.id, Flag.outcome)
        .join(Flag, Flag.case_id == Case.id)
        .where(Flag.reporter_id == user_id, Flag.outcome != Outcome.OPEN, decides)
        .where(Action.created_at.between(_oldest(), clock.now() - UNDO))
        .limit(_MOST)
    )
    latest: dict[int, ToldOutcome] = {}
    for action, title, flag_id, outcome in rows:
        words = f"Your report of “{title}”. {OUTCOME_LABELS[outcome]}"
        latest.setdefault(flag_id, ToldOutcome(words, action.created_at, "/flags/mine"))
    return [*latest.values()]


def _decisions(*columns: Any) -> sa.Select[Any]:
    return (
        sa.select(Action, *columns)
        .join(Case, Case.id == Action.case_id)
        .where(Action.undone_at.is_(None))
        .order_by(Action.id.desc())
    )


def _oldest() -> datetime:
    return clock.now() - _MEMORY
