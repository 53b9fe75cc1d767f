"""Whether the same was taken away twice before, and posted again (Schedule, paragraph 9)."""

import re

import sqlalchemy as sa

from community.core.db import db
from moderation.complaints.finding import Filed
from moderation.defamation.models import Complaint
from moderation.kinds import Outcome
from moderation.models import Case, Flag
from moderation.notices.models import Notice
from moderation.notices.senders import find_sender
from moderation.screening.likeness import rows_of, share

_NUMBER = re.compile(r"\bN-[A-Z0-9]{8}\b")
_TWICE = 2
_THE_SAME = 0.6
_MOST = 10


def came_back(filed: Filed) -> bool:
    """Whether the same words went twice before because the same person complained.

    Who complained is known by their mail address: names are spelt in more ways than one.

    Only what is signed with the same name counts: of an alias nobody must learn whose
    it is by complaining.
    """
    sender = find_sender(filed.notice)
    author_id = filed.item.author_id
    named = set(_NUMBER.findall(filed.complaint.earlier)[:_MOST])
    if sender is None or author_id is None or len(named) < _TWICE:
        return False
    rows = rows_of(filed.item.text)
    same = [
        notice
        for notice, case in _gone(named, author_id, filed)
        if share(rows, rows_of(case.snapshot)) >= _THE_SAME
        and _mailbox(notice) == sender.email.casefold()
    ]
    return len(same) >= _TWICE


def _mailbox(notice: Notice) -> str:
    sender = find_sender(notice)
    return "" if sender is None else sender.email.casefold()


def _gone(numbers: set[str], author_id: int, filed: Filed) -> list[tuple[Notice, Case]]:
    is_held = sa.and_(Flag.outcome == Outcome.OPEN, Complaint.held_at.is_not(None))
    rows = db.session.execute(
        sa.select(Notice, Case)
        .join(Complaint, Complaint.notice_id == Notice.id)
        .join(Flag, Flag.id == Notice.flag_id)
        .join(Case, Case.id == Flag.case_id)
        .where(
            Notice.number.in_(numbers),
            Notice.id != filed.notice.id,
            sa.or_(Flag.outcome == Outcome.UPHELD, is_held),
            Case.author_id == author_id,
        )
    )
    return [(row[0], row[1]) for row in rows]
