"""A notice as who sent it without an account reads it, through the link of their mails."""

from dataclasses import dataclass

import sqlalchemy as sa

from community.core.db import db
from community.core.errors import NotFound
from community.core.moderating import ModeratedItem
from moderation.appeals.kinds import SETTLES, Side
from moderation.appeals.models import Appeal
from moderation.appeals.queries import find_of_notice
from moderation.appeals.standing import why_not
from moderation.items import item_of
from moderation.kinds import OUTCOME_LABELS, ActionKind, Outcome
from moderation.models import Action, Case, Flag
from moderation.notices import senders
from moderation.notices.models import Notice


@dataclass(frozen=True)
class NoticeView:
    """Where a notice stands; its decision from when that can't be undone any more."""

    notice: Notice
    case: Case
    item: ModeratedItem
    outcome: str
    decision: Action | None
    appeal: Appeal | None
    result: Action | None
    """How an appeal ended."""
    obstacle: str
    """What stands against an appeal; "" where nothing does."""

    @property
    def may_appeal(self) -> bool:
        return self.decision is not None and not self.obstacle and self.appeal is None


def get_by_link(token: str) -> NoticeView:
    """Return what a link leads to; raise NotFound for a wrong or an old one."""
    notice = senders.find_by_token(token)
    if notice is None:
        raise NotFound(
            "This link leads nowhere, or what it led to was deleted in time."
        )
    flag, case = _flag_of(notice)
    item = item_of(case)
    decision = None if notice.decided_at is None else _decision(case)
    appeal = None if decision is None else find_of_notice(decision, notice.id)
    result_id = None if appeal is None else appeal.result_id
    open_yet = notice.decided_at is None
    return NoticeView(
        notice=notice,
        case=case,
        item=item,
        outcome=OUTCOME_LABELS[Outcome.OPEN if open_yet else flag.outcome],
        decision=decision,
        appeal=appeal or find_appeal(notice),
        result=None if result_id is None else db.session.get(Action, result_id),
        obstacle="" if decision is None else why_not(decision, item, Side.FLAGGER),
    )


def find_appeal(notice: Notice) -> Appeal | None:
    """Return the latest appeal about a notice, whichever decision it was against."""
    return db.session.scalars(
        sa.select(Appeal)
        .where(Appeal.notice_id == notice.id)
        .order_by(Appeal.id.desc())
        .limit(1)
    ).first()


def get_by_number(number: str) -> tuple[Notice, Case]:
    """Return a notice and its case; raise NotFound for a number that none has."""
    row = db.session.execute(
        sa.select(Notice, Case)
        .join(Flag, Flag.id == Notice.flag_id)
        .join(Case, Case.id == Flag.case_id)
        .where(Notice.number == number)
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such notice.")
    return row[0], row[1]


def _flag_of(notice: Notice) -> tuple[Flag, Case]:
    row = db.session.execute(
        sa.select(Flag, Case)
        .join(Case, Case.id == Flag.case_id)
        .where(Flag.id == notice.flag_id)
    ).one()
    return row[0], row[1]


def _decision(case: Case) -> Action | None:
    """Return what was decided last about a case, and stands."""
    return db.session.scalars(
        sa.select(Action)
        .where(
            Action.case_id == case.id,
            Action.kind.in_(SETTLES - {ActionKind.HELD}),
            Action.undone_at.is_(None),
        )
        .order_by(Action.id.desc())
        .limit(1)
    ).first()
