"""A complaint comes in: a legal notice with what the Regulations ask for besides."""

from dataclasses import dataclass

from community.core.db import db, new_public_id
from community.core.jobs import enqueue
from community.core.moderating import ModeratedItem
from community.core.text import clean_line
from moderation.complaints import letters
from moderation.complaints.steps import JOB
from moderation.defamation.kinds import MARGIN
from moderation.defamation.models import EARLIER_LENGTH, Complaint
from moderation.defamation.periods import within_48_hours
from moderation.defamation.wording import wait_of_letter
from moderation.notices.models import Notice
from moderation.notifying.receiving import NoticeDraft, notify


@dataclass(frozen=True)
class ComplaintDraft:
    """What a complainant wrote, and what of them may be passed on."""

    notice: NoticeDraft
    passes_name: bool
    passes_email: bool
    earlier: str = ""
    """Numbers of notices about the same that was posted again."""


def complain(item: ModeratedItem, draft: ComplaintDraft, *, address: str) -> Notice:
    """Take a complaint in; raise what notify() raises."""
    notice = notify(item, draft.notice, address=address, confirm=letters.receipt)
    tell_by = within_48_hours(notice.received_at)
    db.session.add(
        Complaint(
            notice_id=notice.id,
            public_id=new_public_id(),
            passes_name=draft.passes_name,
            passes_email=draft.passes_email,
            earlier=clean_line(draft.earlier)[:EARLIER_LENGTH],
            tell_by=tell_by,
        )
    )
    run_at = tell_by - MARGIN - wait_of_letter(item)
    enqueue(JOB, run_at=run_at, notice_id=notice.id)
    return notice
