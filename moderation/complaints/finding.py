"""A complaint with what belongs to it, and what it may be about."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from community.core.actors import Actor
from community.core.db import db
from community.core.errors import NotFound
from community.core.moderating import ModeratedItem
from moderation.defamation.models import Complaint
from moderation.defamation.wording import takes_complaints
from moderation.items import get_item_for, get_kind, item_of
from moderation.kinds import Outcome
from moderation.models import Case, Flag
from moderation.notices.models import Notice

_MOST_TOLD = 100


@dataclass(frozen=True)
class Filed:
    """A complaint, the notice and the flag that it is, and its case."""

    complaint: Complaint
    notice: Notice
    flag: Flag
    case: Case

    @property
    def is_decided(self) -> bool:
        """Whether a moderator has decided: the clocks stand still then."""
        return self.flag.outcome is not Outcome.OPEN

    @property
    def item(self) -> ModeratedItem:
        return item_of(self.case)


def get_item_to_complain_about(
    actor: Actor, kind: str, public_id: str
) -> ModeratedItem:
    """Return what `actor` may read and complain about; raise NotFound otherwise."""
    item = get_item_for(actor, kind, public_id)
    if not takes_complaints(item):
        raise NotFound("There is no such form here.")
    return item


def get_filed(notice_id: int) -> Filed:
    return _get(Complaint.notice_id == notice_id)


def get_by_number(number: str) -> Filed:
    """Return a complaint for a moderator; raise NotFound for a number that none has."""
    return _get(Notice.number == number)


def get_for_poster(actor: Actor, public_id: str) -> Filed:
    """Return a complaint about what `actor` posted; raise NotFound for anybody else."""
    found = _get(Complaint.public_id == public_id)
    if not get_kind(found.case.kind).is_own(actor, found.case.object_id):
        raise NotFound("There is no such complaint.")
    return found


def _get(condition: sa.ColumnElement[bool]) -> Filed:
    row = db.session.execute(_whole().where(condition)).one_or_none()
    if row is None:
        raise NotFound("There is no such complaint.")
    return Filed(*row)


def _whole() -> sa.Select[Any]:
    columns: list[Any] = [Complaint, Notice, Flag, Case]
    return (
        sa.select(*columns)
        .join(Notice, Notice.id == Complaint.notice_id)
        .join(Flag, Flag.id == Notice.flag_id)
        .join(Case, Case.id == Flag.case_id)
    )


def list_for_poster(actor: Actor) -> list[Filed]:
    """Return the complaints about what `actor` posted that they were told of, latest first.

    Under an alias too: whose that is, its room alone says, so the latest are asked.
    """
    rows = db.session.execute(
        _whole()
        .where(
            Complaint.told_at.is_not(None),
            sa.or_(Case.author_id == actor.user_id, Case.author_id.is_(None)),
        )
        .order_by(Complaint.notice_id.desc())
        .limit(_MOST_TOLD)
    )
    return [
        Filed(*one)
        for one in rows
        if get_kind(one[3].kind).is_own(actor, one[3].object_id)
    ]
