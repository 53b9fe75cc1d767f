"""What complaints hold of who posted something: how they answered, under a seal."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from community.core.db import changed, db
from community.core.personal import Fate, Held, Person
from moderation.defamation.answers import find_poster
from moderation.defamation.models import Complaint
from moderation.models import Flag
from moderation.notices.models import Notice

Cases = Callable[[Person], sa.Select[int]]
"""The ids of the cases about what somebody wrote."""


def held(cases: Cases) -> Held:
    """Return what is said of the table: exported with one's own answers, which go with one."""
    return Held(
        Complaint,
        Fate.NAMELESS,
        "Complaints that something of yours defames somebody, and your answers",
        lambda person: Complaint.notice_id.in_(_notices(cases(person))),
        why="That somebody complained, and when each step was taken, is kept with the "
        "notice; the name and address of your answer go.",
        rows=lambda person: [_row(one) for one in _complaints(cases(person))],
    )


def forget_answers(cases: sa.Select[int]) -> None:
    """Forget who stands by what is complained of in some cases."""
    changed(
        sa.update(Complaint)
        .where(Complaint.notice_id.in_(_notices(cases)))
        .values(sealed_answer=None)
    )


def _notices(cases: sa.Select[int]) -> sa.Select[int]:
    return (
        sa.select(Notice.id)
        .join(Flag, Flag.id == Notice.flag_id)
        .where(Flag.case_id.in_(cases))
    )


def _complaints(cases: sa.Select[int]) -> list[Complaint]:
    found = sa.select(Complaint).where(Complaint.notice_id.in_(_notices(cases)))
    return [*db.session.scalars(found.order_by(Complaint.notice_id))]


def _row(complaint: Complaint) -> dict[str, Any]:
    own = find_poster(complaint)
    return {
        "stage": complaint.stage,
        "told_at": complaint.told_at,
        "answer_by": complaint.answer_by,
        "answered_at": complaint.answered_at,
        "your_name": None if own is None else own.name,
        "your_postal_address": None if own is None else own.address,
        "passed_on": complaint.passes_answer,
        "taken_away_at": complaint.held_at,
    }
