"""A moderator opens a case without a flag: whatever they do about it goes through one."""

from community.core import events
from community.core.actors import Actor
from community.core.events import Audited
from community.core.moderating import ModeratedItem
from moderation import access, cases
from moderation.flagging import open_case
from moderation.models import Case


def open_without_flag(actor: Actor, item: ModeratedItem) -> Case:
    """Return the open case about something, begun now if there was none, and claim it.

    Who holds it already goes on holding it. What vendors have flagged takes four eyes
    still.
    """
    access.require_can_decide(actor, item)
    case = open_case(item)
    if not case.flag_count:
        case.by_vendor_only = False
    events.publish(
        Audited(
            actor_id=actor.user_id,
            role=str(actor.role),
            action="case.opened",
            subject=f"{case.kind} {case.item_id}",
            reason="A moderator looks at it, without a flag.",
        )
    )
    if not cases.is_held(case):
        cases.claim(actor, case)
    return case
