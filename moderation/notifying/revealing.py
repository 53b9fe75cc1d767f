"""A moderator of the case reads who sent a notice: with a reason, and a row in the audit."""

from community.core import reasons
from community.core.actors import Actor
from community.core.errors import NotFound
from community.core.ratelimit import Limit, hit_if_done
from moderation import cases
from moderation.models import Case
from moderation.notices import senders
from moderation.notices.models import Notice
from moderation.notices.senders import Sender

_A_DAY = Limit(10, 86_400)
_CLAIM_FIRST = "Claim the case first: who sent a notice is for who decides it."


def require_can_read(actor: Actor, case: Case) -> None:
    """Raise unless `actor` may decide the case, and holds it while it is open."""
    cases.require_charge(actor, case, _CLAIM_FIRST)


def read_sender(actor: Actor, notice: Notice, case: Case, reason: str) -> Sender:
    """Return who sent a notice; raise NotFound where nobody knows (any more)."""
    require_can_read(actor, case)
    why = reasons.checked_reason(reason)
    sender = senders.find_sender(notice)
    if sender is None:
        raise NotFound("They did not say who they are, or that was deleted in time.")
    hit_if_done("notice.sender", str(actor.user_id), _A_DAY)
    reasons.audit(actor, "notice.sender-read", f"notice {notice.number}", why)
    return sender
