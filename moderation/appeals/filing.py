"""Appealing: once for each decision, by who is concerned, in time."""

import sqlalchemy as sa

from community.core import clock
from community.core.actors import Actor
from community.core.db import db, insert_ignore, new_public_id
from community.core.errors import Conflict, Invalid
from community.core.moderating import ModeratedItem
from community.core.ratelimit import Limit, hit_if_done
from moderation.appeals import access, letters, standing
from moderation.appeals.kinds import DECIDED_WITHIN, AppealState, Side
from moderation.appeals.models import TEXT_LENGTH, Appeal
from moderation.appeals.telling import tell_appellant
from moderation.models import Action, Case

SHORTEST = 20
_A_DAY = Limit(10, 86_400)


def appeal(
    actor: Actor, action: Action, case: Case, item: ModeratedItem, text: str
) -> Appeal:
    """Ask for a second look; raise Conflict with the reason when there is none."""
    side = access.side_of(actor, action, case, item)
    obstacle = standing.why_not(action, item, side)
    if obstacle:
        raise Conflict(obstacle)
    words = text.strip()
    if not SHORTEST <= len(words) <= TEXT_LENGTH:
        raise Invalid(
            "Nothing has been sent yet.",
            fields={"text": f"Write {SHORTEST} to {TEXT_LENGTH:,} characters."},
        )
    moment = clock.now()
    row = {
        "public_id": new_public_id(),
        "action_id": action.id,
        "side": side,
        "appellant_id": None if side is Side.AUTHOR else actor.user_id,
        "text": words,
        "state": AppealState.OPEN,
        "version": 1,
        "created_at": moment,
        "due_at": moment + DECIDED_WITHIN,
    }
    if not insert_ignore(Appeal, [row]):
        raise Conflict("You have appealed against this decision already.")
    hit_if_done("moderation.appeal", str(actor.user_id), _A_DAY)
    made = db.session.scalars(
        sa.select(Appeal).where(Appeal.public_id == row["public_id"])
    ).one()
    tell_appellant(made, item, letters.receipt(made, item))
    return made
