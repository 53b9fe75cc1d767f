"""The appeals that wait, one with all that it is about, and how often they succeed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, defer

from community.accounts.models import User
from community.core import clock
from community.core.db import db
from community.core.differences import Piece, changes
from community.core.errors import NotFound
from community.core.moderating import ModeratedItem
from community.core.paging import Page, keyset_page
from moderation import leases
from moderation.appeals import desk
from moderation.appeals.kinds import AppealState, Side
from moderation.appeals.models import Appeal
from moderation.items import item_of, kinds
from moderation.kinds import ACTION_LABELS
from moderation.letters import reason_label
from moderation.models import Action, Case

LIST_SIZE = 25


@dataclass(frozen=True)
class AppealRow:
    """A line of the desk's list of appeals."""

    appeal: Appeal
    title: str
    label: str
    done: str
    holder: str
    is_held: bool
    minutes_left: int
    seconds_left: int
    is_late: bool

    @property
    def url(self) -> str:
        return f"/moderation/appeals/{self.appeal.public_id}"


@dataclass(frozen=True)
class AppealView:
    """An appeal with the decision that it is against, and what that was about."""

    row: AppealRow
    action: Action
    case: Case
    item: ModeratedItem
    pieces: list[Piece]
    reason: str
    moderator: str
    """Who decided; "" for a program."""
    result: Action | None
    result_reason: str


@dataclass(frozen=True)
class Rate:
    """How many appeals were decided, and how many of them overturned something."""

    decided: int = 0
    overturned: int = 0

    @property
    def per_cent(self) -> int:
        return round(100 * self.overturned / self.decided) if self.decided else 0


def get_appeal(public_id: str) -> Appeal:
    """Return an appeal; raise NotFound when there is none."""
    found = db.session.scalar(sa.select(Appeal).where(Appeal.public_id == public_id))
    if found is None:
        raise NotFound("There is no such appeal.")
    return found


def find_own(user_id: int | None, action: Action, side: Side) -> Appeal | None:
    """Return the appeal of one side against a decision: the author's, or a flagger's."""
    appellant_id = None if side is Side.AUTHOR else user_id
    return db.session.scalar(
        sa.select(Appeal).where(
            Appeal.action_id == action.id,
            Appeal.side == side,
            Appeal.notice_id.is_(None),
            Appeal.appellant_id.is_not_distinct_from(appellant_id),
        )
    )


def find_of_notice(action: Action, notice_id: int) -> Appeal | None:
    """Return the appeal of whoever sent a notice without an account."""
    return db.session.scalar(
        sa.select(Appeal).where(
            Appeal.action_id == action.id, Appeal.notice_id == notice_id
        )
    )


def list_open(after: str | None) -> Page[AppealRow]:
    """Return the appeals that wait, the most urgent first; one query."""
    page = keyset_page(
        _rows().where(Appeal.state == AppealState.OPEN, Action.undone_at.is_(None)),
        order=(Appeal.due_at.asc(), Appeal.id.asc()),
        after=after,
        size=LIST_SIZE,
    )
    return Page([_row(*one) for one in page.items], page.next_cursor)


def _rows() -> sa.Select[Any]:
    holder = aliased(User)
    columns: list[Any] = [Appeal, Action, Case, holder.handle]
    return (
        sa.select(*columns)
        .join(Action, Action.id == Appeal.action_id)
        .join(Case, Case.id == Action.case_id)
        .outerjoin(holder, holder.id == Appeal.claimed_by_id)
        .options(defer(Case.snapshot))
    )


def _row(appeal: Appeal, action: Action, case: Case, holder: str | None) -> AppealRow:
    return AppealRow(
        appeal=appeal,
        title=case.title,
        label=kinds()[case.kind].label,
        done=ACTION_LABELS[action.kind],
        holder=holder or "",
        is_held=desk.is_held(appeal),
        minutes_left=leases.minutes_left(appeal.claimed_until),
        seconds_left=leases.seconds_left(appeal.claimed_until),
        is_late=appeal.state is AppealState.OPEN and appeal.due_at < clock.now(),
    )


def view_appeal(appeal: Appeal) -> AppealView:
    """Return all that is shown of an appeal: the same queries for any."""
    action, case, holder, moderator, result = _whole(appeal)
    item = item_of(case)
    return AppealView(
        row=_row(appeal, action, case, holder),
        action=action,
        case=case,
        item=item,
        pieces=changes(case.snapshot, item.text),
        reason=reason_label(action.reason),
        moderator=moderator or "",
        result=result,
        result_reason="" if result is None else reason_label(result.reason),
    )


def _whole(appeal: Appeal) -> Sequence[Any]:
    holder, moderator, result = aliased(User), aliased(User), aliased(Action)
    columns: list[Any] = [Action, Case, holder.handle, moderator.handle, result]
    return db.session.execute(
        sa.select(*columns)
        .select_from(Appeal)
        .join(Action, Action.id == Appeal.action_id)
        .join(Case, Case.id == Action.case_id)
        .outerjoin(holder, holder.id == Appeal.claimed_by_id)
        .outerjoin(moderator, moderator.id == Action.moderator_id)
        .outerjoin(result, result.id == Appeal.result_id)
        .where(Appeal.id == appeal.id)
    ).one()


def overturn_rate() -> Rate:
    """Return how often appeals succeeded, over all decisions."""
    return _rate(
        db.session.execute(_counts().where(Appeal.state != AppealState.OPEN)).one()
    )


def _counts() -> sa.Select[Any]:
    overturned = sa.func.sum(
        sa.case((Appeal.state == AppealState.OVERTURNED, 1), else_=0)
    )
    decided: list[Any] = [sa.func.count().label("decided"), overturned.label("over")]
    return sa.select(*decided).select_from(Appeal)


def _rate(row: Any) -> Rate:
    return Rate(int(row.decided), int(row.over or 0))
