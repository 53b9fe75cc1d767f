"""How a complaint stands, in words: for the moderators of its case, and for who complained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import sqlalchemy as sa

from community.core.db import db
from moderation.defamation.answers import Poster, passed_on
from moderation.defamation.kinds import (
    DECIDED_LABELS,
    STAGE_LABELS,
    WHY_LABELS,
    Stage,
)
from moderation.defamation.models import Complaint
from moderation.defamation.wording import by_clock


class Numbered(Protocol):
    """A legal notice."""

    id: int
    number: str
    flag_id: int


@dataclass(frozen=True)
class Panel:
    """What a moderator sees of a complaint beside the notice that it is."""

    number: str
    stage: str
    clock: str
    earlier: str
    """Numbers of complaints about the same, as the complainant gave them."""
    can_tell: bool
    can_read: bool
    keeping_costs: bool
    """Whether to keep what it is about now gives up the defence of section 5."""


@dataclass(frozen=True)
class Standing:
    """What a complainant reads of their complaint."""

    stage: str
    clock: str
    poster: Poster | None
    """Who posted it, if they agree."""


def panels(notices: Sequence[Numbered], *, is_decided: bool) -> Mapping[int, Panel]:
    """Return what is shown of the complaints among some notices, by the flags; one query.

    They are of one case, which is decided or not.
    """
    numbers = {one.id: one for one in notices}
    found = find_complaints([*numbers])
    return {
        numbers[notice_id].flag_id: Panel(
            number=numbers[notice_id].number,
            stage=stage_of(one, is_decided=is_decided),
            clock=clock_of(one, is_decided=is_decided),
            earlier=one.earlier,
            can_tell=one.stage is Stage.RECEIVED and not is_decided,
            can_read=one.sealed_answer is not None,
            keeping_costs=one.stage is not Stage.STANDS and not is_decided,
        )
        for notice_id, one in found.items()
    }


def find_standing(notice_id: int, *, is_decided: bool) -> Standing | None:
    """Return how a complaint stands; None for a notice that is none."""
    complaint = find_complaints([notice_id]).get(notice_id)
    if complaint is None:
        return None
    return Standing(
        stage_of(complaint, is_decided=is_decided),
        clock_of(complaint, is_decided=is_decided),
        passed_on(complaint),
    )


def stage_of(complaint: Complaint, *, is_decided: bool) -> str:
    """Return how far a complaint is, or had come when it was decided; why something goes."""
    if complaint.why is None:
        labels = DECIDED_LABELS if is_decided else STAGE_LABELS
        return labels[complaint.stage]
    if is_decided:  # the decision says whether it shows
        return WHY_LABELS[complaint.why]
    stage = "It does not show" if complaint.held_at else STAGE_LABELS[complaint.stage]
    return f"{stage}. {WHY_LABELS[complaint.why]}"


def clock_of(complaint: Complaint, *, is_decided: bool) -> str:
    """Return until when the next step is due; "" where none is."""
    if is_decided or complaint.held_at is not None:
        return ""
    due = {
        Stage.RECEIVED: complaint.tell_by,
        Stage.TOLD: complaint.answer_by,
        Stage.GOES: complaint.remove_by,
    }.get(complaint.stage)
    return "" if due is None else f"By {by_clock(due)}"


def find_complaints(notice_ids: Sequence[int]) -> dict[int, Complaint]:
    """Return the complaints among some notices, by these; one query for any, else none."""
    if not notice_ids:
        return {}
    found = db.session.scalars(
        sa.select(Complaint).where(Complaint.notice_id.in_(notice_ids))
    )
    return {one.notice_id: one for one in found}
