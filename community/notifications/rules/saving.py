"""Saving things for later, and letting them go."""

import sqlalchemy as sa

from community.core import clock
from community.core.actors import Actor
from community.core.db import changed, db, insert_ignore
from community.core.errors import Conflict, NotFound
from community.core.ratelimit import Limit, hit_if_done
from community.notifications import access
from community.notifications.models import SavedItem
from community.notifications.targets import SAVEABLE, Target

MOST_SAVED = 500
A_DAY = Limit(50, 86_400)


def save(actor: Actor, target: Target) -> None:
    """Keep `target` in the actor's list; once is enough."""
    user_id = access.require_reader(actor)
    if target.followed not in SAVEABLE:
        raise NotFound("Only questions, products and vendors can be saved.")
    some = sa.select(SavedItem.id).where(access.own_saved(actor)).limit(MOST_SAVED)
    count = sa.select(sa.func.count()).select_from(some.subquery())
    if db.session.scalar(count) == MOST_SAVED:
        raise Conflict(f"Your list holds {MOST_SAVED} things. Take some out first.")
    row = {
        "user_id": user_id,
        "kind": target.followed,
        "object_id": target.id,
        "created_at": clock.now(),
    }
    if insert_ignore(SavedItem, [row]):
        hit_if_done("notifications.save", str(user_id), A_DAY)


def unsave(actor: Actor, target: Target) -> None:
    access.require_reader(actor)
    changed(
        sa.delete(SavedItem).where(
            access.own_saved(actor),
            SavedItem.kind == target.followed,
            SavedItem.object_id == target.id,
        )
    )
