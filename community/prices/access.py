"""Who sees more of published prices than everybody does: who shared one that was accepted."""

import sqlalchemy as sa

from community.core.actors import Actor
from community.core.standin import known_of_reader
from community.core.visibility import State
from community.deals.queries import has_accepted_deal
from community.prices.models import PriceCard

DEPTH = "depth"
"""Under this name shared pages know whether their readers see more."""


def can_see_depth(actor: Actor) -> bool:
    """Whether `actor` sees the volume curve and clauses: a buyer with an accepted deal.

    What the deal says does not matter, only that it was accepted. A rep sees exactly
    what a visitor sees, whatever they reported as a buyer before.
    """
    known = known_of_reader(DEPTH)
    if isinstance(known, bool):
        return known
    return (
        actor.user_id is not None
        and actor.is_buyer
        and has_accepted_deal(actor.user_id)
    )


def shown_cards() -> sa.ColumnElement[bool]:
    """Match the cards that everybody sees: those that no moderator took away."""
    return PriceCard.state == State.PUBLIC
