"""Who may decide about people, and write notes about them."""

import sqlalchemy as sa

from community.accounts.affiliations import are_colleagues
from community.accounts.models import User
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import Conflict, Forbidden
from moderation.models import ModeratorScope


def can_decide_about(actor: Actor, user: User) -> bool:
    return _obstacle(actor, user) is None and not is_scoped(actor)


def require_can_decide_about(actor: Actor, user: User) -> None:
    """Raise Forbidden for what stands in the way, Conflict for who can't log in.

    People act everywhere: who moderates some categories decides about none of them.
    """
    require_can_note(actor, user)
    if is_scoped(actor):
        raise Forbidden(
            "You moderate some categories. About people those decide who moderate all of "
            "them: write a note for them."
        )


def can_note(actor: Actor, user: User) -> bool:
    return _obstacle(actor, user) is None


def require_can_note(actor: Actor, user: User) -> None:
    """Raise Forbidden for who may not write down either what they saw of somebody."""
    obstacle = _obstacle(actor, user)
    if obstacle is not None:
        raise Forbidden(obstacle, audited=obstacle)
    if user.is_imported:
        raise Conflict("Nobody can log in to this account: there is nobody to tell.")


def is_scoped(actor: Actor) -> bool:
    """Whether a moderator moderates some categories alone."""
    scoped = sa.exists().where(ModeratorScope.user_id == actor.user_id)
    return bool(db.session.scalar(sa.select(scoped)))


def _obstacle(actor: Actor, user: User) -> str | None:
    if not actor.is_moderator or not actor.proven or actor.user_id is None:
        return "Only moderators decide about people."
    if actor.user_id == user.id:
        return "Moderators don’t decide about themselves."
    if user.actor.is_staff:
        return "Moderators don’t decide about the house’s staff: the host does."
    if are_colleagues(actor.user_id, user.id):
        return "Moderators don’t decide about their own organisation."
    return None
