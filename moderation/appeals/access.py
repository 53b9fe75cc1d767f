"""Who may appeal, read an appeal, and decide about it: never who decided before."""

import sqlalchemy as sa

from community.core.actors import Actor
from community.core.db import db
from community.core.errors import Forbidden, NotFound
from community.core.moderating import ModeratedItem
from moderation.access import is_own, keeps_from, obstacle_of, require_can_decide
from moderation.appeals.kinds import AGAINST, Side
from moderation.appeals.models import Appeal
from moderation.models import Action, Case, Flag


def side_of(actor: Actor, action: Action, case: Case, item: ModeratedItem) -> Side:
    """Return as whom `actor` can appeal; raise NotFound for whom it doesn't concern."""
    if is_own(actor, item):
        if action.kind in AGAINST[Side.AUTHOR]:
            return Side.AUTHOR
    elif has_flagged(actor, case):
        return Side.FLAGGER
    raise NotFound("There is no such decision.")


def has_flagged(actor: Actor, case: Case) -> bool:
    flagged = sa.exists().where(
        Flag.case_id == case.id, Flag.reporter_id == actor.user_id
    )
    return bool(db.session.scalar(sa.select(flagged)))


def can_read_appeal(actor: Actor, appeal: Appeal, item: ModeratedItem) -> bool:
    """Whether it is one's own; moderators read it at their desk."""
    if appeal.side is Side.AUTHOR:
        return is_own(actor, item)
    return actor.user_id is not None and actor.user_id == appeal.appellant_id


def can_decide(actor: Actor, action: Action, case: Case, item: ModeratedItem) -> bool:
    try:
        require_can_judge(actor, action, case, item)
    except Forbidden:
        return False
    return True


def is_kept_from(actor: Actor, appeal: Appeal, case: Case, item: ModeratedItem) -> bool:
    """Whether what who reported something says is not for `actor`, as it is with flags.

    All of it from who has a part in it; of confidential reasons from who may not decide.
    """
    if appeal.side is Side.AUTHOR:
        return False
    obstacle = obstacle_of(actor, item)
    reasons = db.session.scalars(
        sa.select(Flag.reason).where(
            Flag.case_id == case.id,
            Flag.reporter_id.is_not_distinct_from(appeal.appellant_id),
        )
    ).all()
    return any(keeps_from(obstacle, one) for one in reasons) or (
        obstacle is not None and obstacle.is_conflict
    )


def require_can_judge(
    actor: Actor, action: Action, case: Case, item: ModeratedItem
) -> int:
    """Return the id of who may decide about an appeal; raise Forbidden with why not.

    Who decided or proposed the decision may not; what a program decided, any moderator may
    who has no part in it.
    """
    user_id = require_can_decide(actor, item)
    if user_id in {action.moderator_id, case.proposed_by_id}:
        raise Forbidden("You took part in that decision: somebody else looks at it.")
    return user_id
