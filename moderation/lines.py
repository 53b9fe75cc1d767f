"""What was done, as everybody may read it: the lines of the log, and of one case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer

from community.accounts.models import User
from community.core.db import db
from community.core.errors import NotFound
from community.core.moderating import ModeratedItem
from community.core.paging import Page, keyset_page
from moderation.items import kinds
from moderation.kinds import ACTION_LABELS, RESTRICTING, ActionKind
from moderation.letters import reason_label
from moderation.models import Action, Case

LOG_SIZE = 50


@dataclass(frozen=True)
class LogLine:
    """One action, as everybody may read it: no author, no flagger, no facts."""

    public_id: str
    done: str
    what: str
    reason: str
    reason_code: str
    rule: str
    moderator: str
    automated: bool
    at: datetime
    undone: bool
    by_author: bool = False
    """An author took a version out: `url` is then where it stood."""
    url: str = ""

    @property
    def by(self) -> str:
        """Who did it: a moderator's handle, or what stands in place of one."""
        if self.by_author:
            return "its author"
        return self.moderator or "a program"


def get_action(public_id: str) -> tuple[Action, Case]:
    row = db.session.execute(
        sa.select(Action, Case)
        .join(Case, Case.id == Action.case_id)
        .where(Action.public_id == public_id)
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such decision.")
    return row[0], row[1]


def find_restriction(item: ModeratedItem) -> Action | None:
    """Return the latest decision that restricts something, and stands."""
    return db.session.scalars(
        sa.select(Action)
        .join(Case, Case.id == Action.case_id)
        .where(
            Case.kind == item.kind,
            Case.object_id == item.object_id,
            Action.kind.in_(RESTRICTING),
            Action.undone_at.is_(None),
        )
        .order_by(Action.id.desc())
        .limit(1)
    ).first()


def list_done(case: Case) -> Sequence[Any]:
    """Return what was done about a case, the latest first."""
    return db.session.execute(
        _actions().where(Action.case_id == case.id).order_by(Action.id.desc())
    ).all()


def _actions() -> sa.Select[Any]:
    columns: list[Any] = [Action, Case, User.handle]
    return (
        sa.select(*columns)
        .join(Case, Case.id == Action.case_id)
        .outerjoin(User, User.id == Action.moderator_id)
        .options(defer(Case.snapshot))
    )


def list_log(
    wanted: Sequence[sa.ColumnElement[bool]],
    after: str | None,
    *,
    size: int = LOG_SIZE,
) -> Page[LogLine]:
    """Return the lines of the public log that are wanted, the latest first; one query."""
    statement = _actions().where(*wanted)
    page = keyset_page(statement, order=(Action.id.desc(),), after=after, size=size)
    return Page([line(*one) for one in page.items], page.next_cursor)


def line(action: Action, case: Case, handle: str | None) -> LogLine:
    by_author = action.kind is ActionKind.TAKEN_OUT
    done = ACTION_LABELS[action.kind]
    return LogLine(
        public_id=action.public_id,
        done=f"{done}: {action.facts.lower()}" if by_author else done,
        what=kinds()[case.kind].label,
        reason="By its author" if by_author else reason_label(action.reason),
        reason_code=action.reason or "",
        rule=action.rule,
        moderator=handle or "",
        automated=action.automated and not by_author,
        at=action.created_at,
        undone=action.undone_at is not None,
        by_author=by_author,
        url=(action.kept or {}).get("url", "") if by_author else "",
    )
