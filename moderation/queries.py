"""The queue, and a case with all that speaks for and against."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, defer

from community.accounts.models import User
from community.core import clock
from community.core.actors import Actor
from community.core.db import db
from community.core.differences import Piece, changes
from community.core.moderating import ModeratedItem
from community.core.paging import Page, keyset_page
from moderation import access, asked, cases, leases, lines
from moderation.deciding import can_undo
from moderation.defamation.panel import Panel, panels
from moderation.escalation.rules import Reply, list_replies
from moderation.items import item_of, kinds
from moderation.kinds import CaseState
from moderation.letters import reason_label
from moderation.lines import LogLine
from moderation.models import Case, Flag
from moderation.notices.models import Notice
from moderation.notices.queries import clock_of, find_notices
from moderation.related import Related, list_related
from moderation.screening.facts import RULE_LABELS, Rule
from moderation.screening.findings import list_findings
from moderation.screening.models import ScreeningFinding

QUEUE_SIZE = 25
_MOST_HISTORY = 10
_MOST_SIMILAR = 5


@dataclass(frozen=True)
class CaseRow:
    """A line of the queue."""

    case: Case
    holder: str
    label: str
    is_held: bool
    minutes_left: int
    seconds_left: int
    is_late: bool
    rule: str
    """What a rule found first, if one did."""
    clock: str
    """How long there is to decide, or for how long it should have been."""

    @property
    def url(self) -> str:
        return f"/moderation/cases/{self.case.public_id}"


@dataclass(frozen=True)
class FlagRow:
    """A flag; whom it is kept from reads its reason and its time."""

    reason: str
    said: list[list[str]]
    reporter: str
    sender_url: str
    """Where who decides asks who signed a legal notice; "" for what is none."""
    note: str
    notice: str
    """The number of a legal notice and its clock."""
    complaint: Panel | None
    """Its timetable, for one under the law of England and Wales."""
    created_at: datetime


@dataclass(frozen=True)
class CaseView:
    """A case with its flags, what was flagged beside what it says now, and what was done."""

    row: CaseRow
    item: ModeratedItem
    pieces: list[Piece]
    flags: list[FlagRow]
    findings: Sequence[ScreeningFinding]
    """What rules say of it."""
    done: list[tuple[LogLine, str]]
    undoable: str
    """The public id of a decision that can still be undone."""
    author: User | None
    """Where their name stands beside it; their page says more."""
    history: list[CaseRow]
    """Other cases about the same author, where their name stands beside it."""
    related: list[Related]
    """Other accounts that have something in common with the author's."""
    similar: list[CaseRow]
    """Open ones of the same reason about the same vendor."""
    replies: list[Reply]
    """What moderators said of it to each other, for who may decide it."""
    escalated_by: str
    obstacle: access.Obstacle | None
    """What keeps who reads it from deciding."""
    asked_by_vendor: bool
    """Whether a vendor's people wanted it taken down, in this case or by another way."""

    @property
    def changed_since(self) -> bool:
        return self.item.version != self.row.case.snapshot_version


def list_queue(
    conditions: Sequence[sa.ColumnElement[bool]],
    order: Sequence[sa.UnaryExpression[Any]],
    after: str | None,
) -> Page[CaseRow]:
    """Return the cases that fulfil `conditions`; one query."""
    page = keyset_page(
        _rows().where(*conditions),
        order=order,
        after=after,
        size=QUEUE_SIZE,
    )
    return Page([_row(*one) for one in page.items], page.next_cursor)


def list_first(
    conditions: Sequence[sa.ColumnElement[bool]],
    order: Sequence[sa.UnaryExpression[Any]],
    most: int,
) -> list[CaseRow]:
    """Return the first cases that fulfil `conditions`; one query."""
    found = _rows().where(*conditions).order_by(*order).limit(most)
    return [_row(*one) for one in db.session.execute(found)]


def _rows() -> sa.Select[Any]:
    holder = aliased(User)
    columns: list[Any] = [Case, holder.handle]
    return (
        sa.select(*columns)
        .outerjoin(holder, holder.id == Case.claimed_by_id)
        .options(defer(Case.snapshot))
    )


def _row(case: Case, holder: str | None) -> CaseRow:
    return CaseRow(
        case=case,
        holder=holder or "",
        label=kinds()[case.kind].label,
        is_held=cases.is_held(case),
        minutes_left=cases.minutes_left(case),
        seconds_left=leases.seconds_left(case.claimed_until),
        is_late=case.state is CaseState.OPEN and case.due_at < clock.now(),
        rule=RULE_LABELS[Rule(case.rule)] if case.rule else "",
        clock=_clock(case),
    )


def _clock(case: Case) -> str:
    if case.state is not CaseState.OPEN:
        return ""
    left = case.due_at - clock.now()
    hours, minutes = divmod(int(abs(left).total_seconds() // 60), 60)
    told = f"{hours} h" if hours else f"{minutes} min"
    return f"{told} left" if left > timedelta(0) else f"{told} overdue"


def view_case(actor: Actor, case: Case) -> CaseView:
    """Return all that a moderator sees of a case: the same queries for any."""
    item = item_of(case)
    obstacle = access.obstacle_of(actor, item)
    done = lines.list_done(case)
    people = {
        one.id: one
        for one in db.session.scalars(
            sa.select(User).where(
                User.id.in_([case.claimed_by_id, item.author_id, case.escalated_by_id])
            )
        )
    }
    holder, author, asking = (
        people.get(one or 0)
        for one in (case.claimed_by_id, item.author_id, case.escalated_by_id)
    )
    replies = list_replies(case)
    return CaseView(
        row=_row(case, holder.handle if holder else ""),
        item=item,
        pieces=changes(case.snapshot, item.text),
        flags=_list_flags(case, obstacle),
        findings=list_findings(case),
        done=[(lines.line(*one), one[0].facts) for one in done],
        undoable=next((one[0].public_id for one in done if can_undo(one[0])), ""),
        author=author,
        history=_list_history(case),
        related=list_related(case, item),
        similar=_list_similar(case),
        replies=[] if obstacle else replies,
        escalated_by=asking.handle if asking else "Somebody",
        obstacle=obstacle,
        asked_by_vendor=asked.by_vendor(case.kind, case.object_id),
    )


def _list_flags(case: Case, obstacle: access.Obstacle | None) -> list[FlagRow]:
    rows = db.session.execute(
        sa.select(Flag, User.handle)
        .outerjoin(User, User.id == Flag.reporter_id)
        .where(Flag.case_id == case.id)
        .order_by(Flag.id)
    ).all()
    notices = find_notices([one.id for one, _ in rows])
    is_decided = case.state is not CaseState.OPEN
    complaints = panels([*notices.values()], is_decided=is_decided)
    return [
        _kept_from(one)
        if access.keeps_from(obstacle, one.reason)
        else FlagRow(
            reason=reason_label(one.reason),
            said=one.said,
            reporter=handle or "Somebody without an account",
            sender_url=_sender_url(one, notices),
            note="From a vendor: counts nothing" if one.of_the_vendor else "",
            notice=clock_of(notices.get(one.id)),
            complaint=complaints.get(one.id),
            created_at=one.created_at,
        )
        for one, handle in rows
    ]


def _kept_from(flag: Flag) -> FlagRow:
    return FlagRow(
        reason=reason_label(flag.reason),
        said=[],
        reporter="Who sent it, and what they say, is for those who may decide",
        sender_url="",
        note="",
        notice="",
        complaint=None,
        created_at=flag.created_at,
    )


def _sender_url(flag: Flag, notices: Mapping[int, Notice]) -> str:
    if flag.id not in notices:
        return ""
    return f"/moderation/notices/{notices[flag.id].number}/sender"


def _list_history(case: Case) -> list[CaseRow]:
    # No author, no history: what stands under an alias stays apart from its like.
    same = [
        Case.author_id == case.author_id,
        Case.author_id.is_not(None),
        Case.id != case.id,
    ]
    return list_first(same, (Case.id.desc(),), _MOST_HISTORY)


def _list_similar(case: Case) -> list[CaseRow]:
    like = [
        Case.state == CaseState.OPEN,
        Case.vendor == case.vendor,
        Case.vendor != "",
        Case.reason == case.reason,
        Case.id != case.id,
    ]
    order = (Case.rank.asc(), Case.opened_at.asc(), Case.id.asc())
    return list_first(like, order, _MOST_SIMILAR)
