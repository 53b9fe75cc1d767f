"""The host says who moderates, and in which categories; and decides nothing else here."""

from collections.abc import Collection

import sqlalchemy as sa

from community.accounts.models import User
from community.accounts.rules import people
from community.core.actors import Actor, Role
from community.core.db import changed, db
from community.core.errors import Conflict, Forbidden
from community.core.reasons import audit
from moderation.models import ModeratorScope
from moderation.people.queries import get_person


def appoint(actor: Actor, handle: str) -> User:
    """Make a member a moderator; raise Conflict for a rep, who speaks for a vendor."""
    _require_host(actor)
    if get_person(handle).role is Role.REP:
        raise Conflict("Who speaks for a vendor moderates nothing.")
    user = people.change_role(actor, handle, Role.MODERATOR)
    audit(actor, "moderator.appointed", "a moderator", f"{user.handle} moderates.")
    return user


def dismiss(actor: Actor, user: User) -> None:
    """Make a moderator a member again."""
    _require_host(actor)
    people.change_role(actor, user.handle, Role.MEMBER)
    _clear(user)
    audit(actor, "moderator.dismissed", "a moderator", f"{user.handle} did moderate.")


def set_scope(actor: Actor, user: User, category_ids: Collection[int]) -> None:
    """Let a moderator decide in some categories alone; in all, when none is named."""
    _require_host(actor)
    _clear(user)
    db.session.add_all(
        ModeratorScope(user_id=user.id, category_id=one) for one in sorted(category_ids)
    )
    where = f"in {len(category_ids)} categories" if category_ids else "everywhere"
    audit(actor, "moderator.scope", "a moderator", f"{user.handle} decides {where}.")


def _clear(user: User) -> None:
    changed(sa.delete(ModeratorScope).where(ModeratorScope.user_id == user.id))


def _require_host(actor: Actor) -> None:
    if not actor.is_host or not actor.proven:
        raise Forbidden("Only the host says who moderates.")
