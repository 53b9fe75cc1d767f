"""A legal notice gets a receipt with a number, a clock, and an answer."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from community.accounts.correspondence import write_to
from community.core import clock, events
from community.core.db import db, new_public_id
from community.core.measuring import Fact, Measured
from community.core.moderating import ModeratedItem
from community.core.settings import get_settings
from moderation.models import Flag
from moderation.notices import letters, senders
from moderation.notices.models import Notice

_DIGITS = 8


def receive(
    flag: Flag, reporter_id: int, item: ModeratedItem, sender: senders.Sender | None
) -> Notice:
    """Give a member's notice a number and a clock, and confirm it to them.

    The name and the address that they signed with are kept as a visitor's are.
    """
    notice = number(flag)
    if sender is not None:
        db.session.flush()  # its sender needs the id
        senders.keep_sender(notice, sender)
    letter = letters.receipt(notice, item, "/flags/mine")
    write_to(reporter_id, letter.subject, letter.text)
    return notice


def number(flag: Flag) -> Notice:
    """Give a notice a number and a clock."""
    moment = clock.now()
    notice = Notice(
        number=f"N-{new_public_id()[:_DIGITS].upper()}",
        flag_id=flag.id,
        received_at=moment,
        due_at=moment + timedelta(days=get_settings().notice_days),
    )
    db.session.add(notice)
    return notice


def answer(flag_ids: Sequence[int], decided_at: datetime) -> dict[int, Notice]:
    """Stop the clocks of the notices among these flags; return them by their flags."""
    found = db.session.scalars(sa.select(Notice).where(Notice.flag_id.in_(flag_ids)))
    notices = {one.flag_id: one for one in found}
    for one in notices.values():
        if one.decided_at is None:
            sort = "in time" if decided_at <= one.due_at else "late"
            events.publish(
                Measured(Fact.NOTICE_DECIDED, detail=sort, day=decided_at.date())
            )
        one.decided_at = one.decided_at or decided_at
    return notices
