"""A case of the town: the host's question was reported, and held once."""

from community.accounts.models import User
from community.core.db import db
from moderation.flagging import FlagDraft, flag
from moderation.items import get_item_for
from moderation.kinds import ActionKind, Reason
from moderation.models import Action

SAID = (("What is wrong with it?", "It names the seller’s assistant."),)


def report(who: User, post_id: str) -> dict[str, str]:
    """Have `who` report a post; return names for addresses."""
    item = get_item_for(who.actor, "post", post_id)
    case = flag(who.actor, item, FlagDraft(Reason.OUTDATED, SAID))
    action = Action(
        case_id=case.id,
        kind=ActionKind.HELD,
        reason=Reason.OUTDATED,
        facts="Several members reported it.",
        rule="Say when a price was paid.",
        automated=True,
    )
    db.session.add(action)
    db.session.flush()  # the address holds the public id
    return {
        "case": case.public_id,
        "action": action.public_id,
        "step": "claim",
        "flag_kind": "post",
        "flag_reason": "advertising",
    }
