"""Who may report deals and read the raw store: their author, and nobody else."""

import sqlalchemy as sa

from community.core.actors import Actor
from community.core.errors import Forbidden
from community.deals.models import Deal
from community.deals.owners import owner_key


def can_submit(actor: Actor) -> bool:
    """Buyers with a proven address; reps never, whatever they say they bought."""
    return actor.user_id is not None and actor.is_buyer and actor.proven


def require_submitter(actor: Actor) -> int:
    """Return the id of a member who may report deals; raise Forbidden for others."""
    if not can_submit(actor) or actor.user_id is None:
        raise Forbidden("Only buyers with a proven e-mail address may report prices.")
    return actor.user_id


def can_read_deal(actor: Actor, deal: Deal) -> bool:
    """Whether `actor` reported it and is a buyer still: a rep reads no raw deal."""
    return (
        actor.user_id is not None
        and actor.is_buyer
        and deal.owner_key == owner_key(actor.user_id)
    )


def readable_deals(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the filter that can_read_deal() is the predicate of."""
    if actor.user_id is None or not actor.is_buyer:
        return sa.false()
    return Deal.owner_key == owner_key(actor.user_id)
