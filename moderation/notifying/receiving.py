"""A legal notice by anybody (Article 16 of the DSA), without an account."""

from collections.abc import Callable
from dataclasses import dataclass

from community.accounts.addresses import mailbox_key, normalise_email
from community.core import clock
from community.core.db import db
from community.core.errors import Conflict, Invalid, TooMany
from community.core.jobs import enqueue
from community.core.moderating import ModeratedItem
from community.core.ratelimit import Limit, hit_if_done
from community.core.text import clean_block, clean_line
from moderation import scoring
from moderation.flagging import SCREEN_JOB, open_case
from moderation.kinds import REASONS, Reason
from moderation.letters import Written
from moderation.models import Case, Flag
from moderation.notices import letters, senders
from moderation.notices.models import Notice
from moderation.notices.rules import number
from moderation.notices.senders import Sender

_HOUR, _DAY = 3_600, 86_400
BY_ADDRESS = (Limit(5, _HOUR), Limit(20, _DAY))
"""From one network address: an office shares one."""
RECEIPTS = Limit(5, _DAY)
"""To one mailbox: whoever typed an address need not be whose it is."""
_SHORTEST_NAME, _LONGEST_NAME = 2, 200


@dataclass(frozen=True)
class NoticeDraft:
    """What somebody wrote who need not have an account."""

    said: tuple[tuple[str, str], ...]
    name: str
    email: str
    shows_abuse: bool
    """Whether it is about sexual abuse of children: nobody need say who they are then."""


def notify(
    item: ModeratedItem,
    draft: NoticeDraft,
    *,
    address: str,
    confirm: Callable[[Notice, ModeratedItem, str], Written] = letters.receipt,
) -> Notice:
    """Take a notice in; raise Invalid for who does not say who they are.

    It counts nothing toward hiding. Whether a vendor is behind it nobody knows: so it
    takes no second moderator's look away, but from what no vendor is concerned by.
    """
    if not item.is_public:
        raise Conflict("This was taken away already.")
    sender = _sender(draft)
    hit_if_done("notice.address", address, *BY_ADDRESS)
    case = open_case(item)
    flag = _flag(case, item, draft)
    notice = number(flag)
    db.session.flush()  # its sender needs the id
    senders.keep_sender(notice, sender)
    if not case.flag_count:
        enqueue(SCREEN_JOB, what=item.kind, object_id=item.object_id)
    scoring.count_in(case, Reason.ILLEGAL, 0.0, REASONS[Reason.ILLEGAL].harm)
    if draft.shows_abuse or item.vendor_id is None:
        case.by_vendor_only = False
    case.flag_count += 1
    case.version += 1
    if sender is not None and _may_confirm(sender):
        path = senders.link_path(notice)
        senders.write_to_sender(notice, confirm(notice, item, path))
    return notice


def _flag(case: Case, item: ModeratedItem, draft: NoticeDraft) -> Flag:
    flag = Flag(
        case_id=case.id,
        kind=item.kind,
        object_id=item.object_id,
        item_version=item.version,
        reporter_id=None,
        reason=Reason.ILLEGAL,
        said=[[question, clean_block(answer)] for question, answer in draft.said],
        weight=0.0,
        of_the_vendor=False,
        created_at=clock.now(),
    )
    db.session.add(flag)
    db.session.flush()  # the notice needs the id
    return flag


def _sender(draft: NoticeDraft) -> Sender | None:
    name = clean_line(draft.name)
    if draft.shows_abuse and not draft.email.strip():
        return None
    wrong = {}
    if not draft.shows_abuse and not _SHORTEST_NAME <= len(name) <= _LONGEST_NAME:
        wrong["name"] = (
            f"Give your name, in {_SHORTEST_NAME} to {_LONGEST_NAME} characters."
        )
    try:
        email = normalise_email(draft.email)
    except Invalid as error:
        raise Invalid(error.message, fields={**wrong, **error.fields}) from None
    if wrong:
        raise Invalid("Nothing has been sent yet.", fields=wrong)
    return Sender(name[:_LONGEST_NAME], email)


def _may_confirm(sender: Sender) -> bool:
    """Whether a mailbox gets one more receipt today; who sends reads the same either way."""
    try:
        hit_if_done("notice.receipt", mailbox_key(sender.email), RECEIPTS)
    except TooMany:
        return False
    return True
