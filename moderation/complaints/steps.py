"""The timetable: who posted something is told, may answer, or it goes; each in its time.

A moderator goes first. What nobody has done shortly before a period ends a program does:
it tells the author, and it holds what has to go until a moderator decides, so that the
host keeps the defence of section 5 of the Defamation Act 2013. Once a moderator has
decided about the case, the clocks stand still; when that is undone they run on.
"""

from datetime import datetime

import sqlalchemy as sa

from community.core import clock
from community.core.db import changed, db
from community.core.errors import Conflict
from community.core.jobs import JobRegistry, enqueue
from community.core.moderationevents import ReportsJudged
from moderation import actions
from moderation.complaints import letters
from moderation.complaints.finding import Filed, get_filed
from moderation.complaints.repeated import came_back
from moderation.defamation import answers
from moderation.defamation.answers import Answer
from moderation.defamation.kinds import (
    LAW,
    MARGIN,
    PARAGRAPHS,
    WHY_LABELS,
    Stage,
    Why,
)
from moderation.defamation.models import Complaint
from moderation.defamation.periods import to_answer_by, within_48_hours
from moderation.defamation.wording import wait_of_letter
from moderation.items import get_kind, get_moderated
from moderation.kinds import ActionKind, CaseState, Reason
from moderation.letters import Written
from moderation.models import Case, Flag
from moderation.notices.models import Notice
from moderation.notices.senders import link_path, write_to_sender

JOB = "moderation.complaint"
_TOLD_ALREADY = "Its author was told already, or a moderator has decided."
_TOO_LATE = (
    "There is nothing to answer any more: it was answered, decided, or too late."
)


def tell_author(filed: Filed) -> None:
    """Send who posted something the complaint; raise Conflict if they were told.

    Who can't be written to can't answer: it goes then, within 48 hours of the complaint.
    """
    complaint, item = filed.complaint, filed.item
    if filed.is_decided or complaint.stage is not Stage.RECEIVED:
        raise Conflict(_TOLD_ALREADY)
    received_at = filed.notice.received_at
    if came_back(filed):
        _let_go(complaint, Stage.RECEIVED, Why.REPEATED, received_at)
        return
    moment = clock.now()
    answer_by = to_answer_by(moment + wait_of_letter(item))
    letter = letters.to_poster(filed, answer_by)
    reached = get_kind(item.kind).write_to_author(
        item.object_id, letter.subject, letter.text
    )
    if not reached:
        _let_go(complaint, Stage.RECEIVED, Why.UNREACHED, received_at)
        return
    told = {"stage": Stage.TOLD, "told_at": moment, "answer_by": answer_by}
    _move(complaint, Stage.RECEIVED, **told)
    _tell_complainant(filed, letters.poster_told(complaint, filed.notice, _path(filed)))
    enqueue(JOB, run_at=answer_by, notice_id=complaint.notice_id)


def answer(filed: Filed, said: Answer) -> None:
    """Take the answer of who posted something; raise Conflict when it is too late.

    Raises Invalid for one that the Regulations don't accept.
    """
    complaint, moment = filed.complaint, clock.now()
    if not can_answer(filed):
        raise Conflict(_TOO_LATE)
    if said.agrees:
        _let_go(complaint, Stage.TOLD, Why.AGREED, moment, answered_at=moment)
        _take_away(filed, Why.AGREED)
        return
    poster = answers.checked(said)
    _move(
        complaint,
        Stage.TOLD,
        stage=Stage.STANDS,
        answered_at=moment,
        passes_answer=said.passes,
        sealed_answer=answers.keep(poster),
    )
    _tell_complainant(filed, letters.stands(complaint, filed.notice, _path(filed)))


def can_answer(filed: Filed) -> bool:
    complaint = filed.complaint
    return (
        complaint.stage is Stage.TOLD
        and not filed.is_decided
        and complaint.answer_by is not None
        and clock.now() < complaint.answer_by
    )


def find_false(filed: Filed) -> None:
    """Have something go because its author's name or address is obviously false."""
    complaint = filed.complaint
    if filed.is_decided or complaint.answered_at is None:
        raise Conflict("Nobody has said who they are, or a moderator has decided.")
    _let_go(complaint, Stage.STANDS, Why.FALSE, complaint.answered_at)


def advance(notice_id: int) -> None:
    """Do what the clock of a complaint asks for now; nothing once it is decided."""
    filed, moment = get_filed(notice_id), clock.now()
    complaint = filed.complaint
    if filed.is_decided:
        return
    if complaint.stage is Stage.RECEIVED and moment >= _to_tell_from(filed):
        tell_author(filed)
    elif complaint.stage is Stage.TOLD and not can_answer(filed):
        # An alias's letter waits for the day's sending, and the 48 hours don't.
        ended = to_answer_by(complaint.told_at or moment)
        _let_go(complaint, Stage.TOLD, Why.SILENT, ended)
    if complaint.why is not None and _is_near(complaint):
        _take_away(filed, complaint.why)


def on_judged(event: ReportsJudged) -> None:
    """Look again at complaints whose case is open again: an undone decision stops nothing."""
    notices = (
        sa.select(Complaint.notice_id)
        .join(Notice, Notice.id == Complaint.notice_id)
        .join(Flag, Flag.id == Notice.flag_id)
        .join(Case, Case.id == Flag.case_id)
        .where(
            Case.kind == event.kind,
            Case.object_id == event.object_id,
            Case.state == CaseState.OPEN,
        )
    )
    for notice_id in db.session.scalars(notices):
        enqueue(JOB, notice_id=notice_id)


def _to_tell_from(filed: Filed) -> datetime:
    """Return from when a program tells the author, so that the letter leaves in time."""
    return filed.complaint.tell_by - MARGIN - wait_of_letter(filed.item)


def _is_near(complaint: Complaint) -> bool:
    """Whether what is to go goes now: a moderator has not taken it away in time."""
    until = complaint.remove_by
    return until is not None and clock.now() >= until - MARGIN


def _let_go(
    complaint: Complaint, seen: Stage, why: Why, since: datetime, **besides: object
) -> None:
    """Have something go within 48 hours of a moment: by a moderator, or by the program."""
    until = within_48_hours(since)
    _move(complaint, seen, stage=Stage.GOES, why=why, remove_by=until, **besides)
    enqueue(JOB, run_at=until - MARGIN, notice_id=complaint.notice_id)


def _move(complaint: Complaint, seen: Stage, **values: object) -> None:
    """Change a complaint that is where we saw it; raise Conflict otherwise."""
    moved = changed(
        sa.update(Complaint)
        .where(Complaint.notice_id == complaint.notice_id, Complaint.stage == seen)
        .values(**values)
    )
    db.session.expire(complaint)
    if not moved:
        raise Conflict(_TOO_LATE)


def _take_away(filed: Filed, why: Why) -> None:
    """Hold something until a moderator decides, and tell the complainant, once.

    Nothing if a moderator has decided at the same moment. What shows again because a
    decision was undone is held again.
    """
    complaint, case = filed.complaint, filed.case
    db.session.refresh(case, with_for_update=True)
    db.session.expire_all()  # what others did before the case was ours
    if case.state is not CaseState.OPEN:
        return
    item = filed.item
    if item.is_public:
        get_moderated(item.kind).hold(item.object_id)
        case.version += 1  # who decides about it has to look again
        grounds = actions.Grounds(
            ActionKind.HELD,
            Reason.ILLEGAL,
            f"{WHY_LABELS[why]} A moderator decides whether it comes back.",
            LAW.format(PARAGRAPHS[why]),
            "a complaint that it is defamatory",
        )
        actions.record(None, case, item, grounds)
    if complaint.held_at is None:
        complaint.held_at = clock.now()
        letter = letters.taken_away(why, filed.notice, _path(filed))
        _tell_complainant(filed, letter)


def _tell_complainant(filed: Filed, letter: Written) -> None:
    write_to_sender(filed.notice, letter)


def _path(filed: Filed) -> str:
    return link_path(filed.notice)


def register(registry: JobRegistry) -> None:
    registry.handler(JOB, advance)
