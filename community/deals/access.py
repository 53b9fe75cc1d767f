"""Who may report deals and read the raw store: their author.

A moderator may read one deal at a time, with a reason (rules/moderating.py), and never
one in which they have a part.
"""

import sqlalchemy as sa

from community.accounts.queries import organisation_of, organisation_roots
from community.core.actors import SYSTEM, Actor
from community.core.errors import Forbidden
from community.deals.models import Deal
from community.deals.owners import org_key, owner_key

_CONFLICT = "You can’t look into this one or decide on it. Another moderator will."


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


def can_review(actor: Actor, deal: Deal) -> bool:
    """Whether `actor` is a moderator with no part in it: neither theirs nor a colleague's."""
    return _is_reviewer(actor) and not has_part(actor, deal)


def has_part(actor: Actor, deal: Deal) -> bool:
    """Whether a deal is `actor`'s, or a colleague's: of their organisation or its group."""
    user_id = actor.user_id or 0  # nobody has that one
    return deal.owner_key == owner_key(user_id) or (
        deal.org_key in _own_org_keys(user_id)
    )


def reviewable_deals(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the filter that can_review() is the predicate of."""
    if actor.user_id is None or not _is_reviewer(actor):
        return sa.false()
    return sa.and_(
        Deal.owner_key != owner_key(actor.user_id),
        sa.or_(
            Deal.org_key.is_(None), Deal.org_key.not_in(_own_org_keys(actor.user_id))
        ),
    )


def require_reviewer(actor: Actor, deal: Deal) -> None:
    """Raise Forbidden; on one's own the audit keeps nothing, or it would tell whose."""
    if not can_review(actor, deal):
        raise Forbidden(_CONFLICT, code="conflict-of-interest")


def can_decide(actor: Actor, deal: Deal) -> bool:
    """Whether `actor` decides on held lines: as can_review(), and the command line."""
    return actor == SYSTEM or can_review(actor, deal)


def decidable_deals(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the filter that can_decide() is the predicate of."""
    return sa.true() if actor == SYSTEM else reviewable_deals(actor)


def require_decider(actor: Actor, deal: Deal) -> None:
    if not can_decide(actor, deal):
        raise Forbidden(_CONFLICT, code="conflict-of-interest")


def _is_reviewer(actor: Actor) -> bool:
    return actor.is_moderator and actor.proven


def _own_org_keys(user_id: int) -> set[str]:
    """Return the keys of the organisation that somebody speaks for, and of its group."""
    mine, roots = organisation_of(user_id), organisation_roots()
    if mine is None:
        return set()
    return {org_key(one) for one, root in roots.items() if root == roots[mine]}
