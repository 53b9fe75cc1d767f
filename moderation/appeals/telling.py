"""Who hears of an appeal: who appealed, and whom its outcome concerns."""

from community.accounts.correspondence import write_to
from community.core.db import db
from community.core.moderating import ModeratedItem
from moderation.appeals.models import Appeal
from moderation.items import get_kind
from moderation.letters import Written
from moderation.notices.models import Notice
from moderation.notices.senders import write_to_sender


def tell_appellant(appeal: Appeal, item: ModeratedItem, letter: Written) -> None:
    """Write to who appealed; to an author as their text is signed, so as not to tell."""
    if appeal.notice_id is not None:
        write_to_sender(db.session.get_one(Notice, appeal.notice_id), letter)
    elif appeal.appellant_id is None:
        get_kind(item.kind).write_to_author(item.object_id, letter.subject, letter.text)
    else:
        write_to(appeal.appellant_id, letter.subject, letter.text)
