"""One action: a row with its reason, the audit, and the statement to the author; all or none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from community.core import clock, events
from community.core.actors import Actor
from community.core.db import db, new_public_id
from community.core.events import Audited
from community.core.measuring import Fact, Measured, hours_between
from community.core.moderating import ModeratedItem
from community.core.outcomes import OutcomeTold
from moderation import letters
from moderation.items import get_kind
from moderation.kinds import RESTRICTING, ActionKind, Reason
from moderation.models import Action, Case

_SYSTEM = "system"
_GIVING_BACK = frozenset({ActionKind.RESTORED, ActionKind.UNLOCKED, ActionKind.LIFTED})
CONCERNS = RESTRICTING | _GIVING_BACK | {ActionKind.OVERTURNED}
"""What the author hears of in the inbox."""


@dataclass(frozen=True)
class Grounds:
    """What is done and why: the reason from the list, what was found, the rule or law."""

    kind: ActionKind
    reason: Reason | None
    facts: str
    rule: str
    noticed: str = "people reported it"
    """How it came to the moderators' notice, for its author."""


def record(
    actor: Actor | None,
    case: Case,
    item: ModeratedItem,
    grounds: Grounds,
    kept: Mapping[str, Any] | None = None,
) -> Action:
    """Write down what was done in the transaction that does it; None is the system."""
    action = Action(
        public_id=new_public_id(),
        case_id=case.id,
        kind=grounds.kind,
        reason=grounds.reason,
        facts=grounds.facts,
        rule=grounds.rule,
        automated=actor is None,
        moderator_id=None if actor is None else actor.user_id,
        created_at=clock.now(),
        kept=None if kept is None else dict(kept),
    )
    db.session.add(action)
    events.publish(
        Audited(
            actor_id=action.moderator_id,
            role=_SYSTEM if actor is None else str(actor.role),
            action=f"case.{grounds.kind}",
            subject=f"{case.kind} {case.item_id}",
            reason=f"{grounds.reason or 'no rule broken'}: {_audited(actor, grounds)}",
        )
    )
    _count(action, case)
    if item.author_id is not None and grounds.kind in CONCERNS:
        db.session.flush()  # its author's inbox names the row
        events.publish(OutcomeTold(item.author_id, action.id))
    if grounds.kind in RESTRICTING:
        _tell_author(item, letters.statement_of_reasons(action, item, grounds.noticed))
    elif grounds.kind in _GIVING_BACK:
        tell_given_back(item, action)
    return action


def _audited(actor: Actor | None, grounds: Grounds) -> str:
    """Return why, for good: what a rule knows of an author is not written down there."""
    return f"noticed by {grounds.noticed}" if actor is None else grounds.facts


def tell_undone(item: ModeratedItem) -> None:
    _tell_author(item, letters.undone(item))


def tell_given_back(item: ModeratedItem, action: Action) -> None:
    _tell_author(item, letters.given_back(action, item))


def _tell_author(item: ModeratedItem, letter: letters.Written) -> None:
    get_kind(item.kind).write_to_author(item.object_id, letter.subject, letter.text)


def _count(action: Action, case: Case) -> None:
    """Have it counted for the host: what was done for which reason, and how soon."""
    reason = "" if action.reason is None else f" {action.reason}"
    waited = hours_between(case.opened_at, action.created_at)
    hours = None if action.automated else waited
    events.publish(
        Measured(Fact.MODERATED, detail=f"{action.kind}{reason}", hours=hours)
    )
