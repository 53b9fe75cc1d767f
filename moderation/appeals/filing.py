"""Appealing: once for each decision, by who is concerned, in time."""

from dataclasses import dataclass

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
from moderation.notices.models import Notice

SHORTEST = 20
_A_DAY = Limit(10, 86_400)


def appeal(
    actor: Actor, action: Action, case: Case, item: ModeratedItem, text: str
) -> Appeal:
    """Ask for a second look; raise Conflict with the reason when there is none."""
    side = access.side_of(actor, action, case, item)
    appellant = None if side is Side.AUTHOR else actor.user_id
    made = _file(_Who(side, appellant_id=appellant), action, item, text)
    hit_if_done("moderation.appeal", str(actor.user_id), _A_DAY)
    return made


def appeal_of_notice(
    notice: Notice, action: Action | None, item: ModeratedItem, text: str
) -> Appeal:
    """Ask for a second look as who sent a notice without an account."""
    if action is None:
        raise Conflict("It has not been decided yet: there is nothing to appeal.")
    return _file(_Who(Side.FLAGGER, notice_id=notice.id), action, item, text)


@dataclass(frozen=True)
class _Who:
    side: Side
    appellant_id: int | None = None
    notice_id: int | None = None


def _file(who: _Who, action: Action, item: ModeratedItem, text: str) -> Appeal:
    obstacle = standing.why_not(action, item, who.side)
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
        "side": who.side,
        "appellant_id": who.appellant_id,
        "notice_id": who.notice_id,
        "text": words,
        "state": AppealState.OPEN,
        "version": 1,
        "created_at": moment,
        "due_at": moment + DECIDED_WITHIN,
    }
    if not insert_ignore(Appeal, [row]):
        raise Conflict("You have appealed against this decision already.")
    made = db.session.scalars(
        sa.select(Appeal).where(Appeal.public_id == row["public_id"])
    ).one()
    tell_appellant(made, item, letters.receipt(made, item))
    return made
