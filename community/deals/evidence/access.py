"""Who may look into evidence and decide on it: moderators with no part in the deal."""

import sqlalchemy as sa

from community.core.actors import Actor
from community.core.errors import Forbidden
from community.deals.evidence.models import DealEvidence
from community.deals.models import Deal
from community.deals.owners import owner_key

_CONFLICT = "You can’t decide on this one. Another moderator will."


def can_judge(actor: Actor, evidence: DealEvidence) -> bool:
    """Whether `actor` is a moderator who has no part in the deal."""
    return (
        actor.is_moderator
        and actor.proven
        and actor.user_id is not None
        and evidence.deal.owner_key != owner_key(actor.user_id)
    )


def judgeable_evidence(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the filter that can_judge() is the predicate of; the query joins Deal."""
    if not (actor.is_moderator and actor.proven) or actor.user_id is None:
        return sa.false()
    return Deal.owner_key != owner_key(actor.user_id)


def require_judge(actor: Actor, evidence: DealEvidence) -> None:
    if not can_judge(actor, evidence):
        raise Forbidden(_CONFLICT, code="conflict-of-interest")
