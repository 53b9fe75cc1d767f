"""Who works on an appeal: a lease as cases have, given back, or taken over."""

import sqlalchemy as sa

from community.accounts.queries import find_user
from community.core import clock
from community.core.actors import Actor
from community.core.db import changed, db
from community.core.errors import Conflict
from moderation import leases
from moderation.appeals import access
from moderation.appeals.kinds import STATE_LABELS, AppealState
from moderation.appeals.models import Appeal
from moderation.items import item_of
from moderation.models import Action, Case


def claim(actor: Actor, appeal: Appeal) -> None:
    """Hold an appeal that nobody else holds, or for longer; raise Conflict otherwise."""
    user_id = _judge(actor, appeal)
    free = sa.or_(
        Appeal.claimed_by_id.is_(None),
        Appeal.claimed_by_id == user_id,
        Appeal.claimed_until <= clock.now(),
    )
    _hold(appeal, user_id, free)


def take_over(actor: Actor, appeal: Appeal) -> None:
    """Hold an appeal whoever holds it; raise Conflict for a decided one."""
    _hold(appeal, _judge(actor, appeal), sa.true())


def _judge(actor: Actor, appeal: Appeal) -> int:
    action, case = decision_of(appeal)
    return access.require_can_judge(actor, action, case, item_of(case))


def _hold(appeal: Appeal, user_id: int, free: sa.ColumnElement[bool]) -> None:
    held = changed(
        sa.update(Appeal)
        .where(Appeal.id == appeal.id, Appeal.state == AppealState.OPEN, free)
        .values(claimed_by_id=user_id, claimed_until=clock.now() + leases.LEASE)
    )
    db.session.expire(appeal)
    if not held:
        raise Conflict(what_happened(appeal))


def release(actor: Actor, appeal: Appeal) -> None:
    """Give an appeal back; nothing if somebody else holds it by now."""
    changed(
        sa.update(Appeal)
        .where(Appeal.id == appeal.id, Appeal.claimed_by_id == actor.user_id)
        .values(claimed_by_id=None, claimed_until=None)
    )
    db.session.expire(appeal)


def is_held(appeal: Appeal) -> bool:
    is_open = appeal.state is AppealState.OPEN
    return is_open and leases.is_running(appeal.claimed_until)


def holds(actor: Actor, appeal: Appeal) -> bool:
    return appeal.claimed_by_id == actor.user_id and is_held(appeal)


def decision_of(appeal: Appeal) -> tuple[Action, Case]:
    """Return what an appeal is against, and its case."""
    action = db.session.get_one(Action, appeal.action_id)
    return action, db.session.get_one(Case, action.case_id)


def what_happened(appeal: Appeal) -> str:
    """Return in a sentence why a step on an appeal came too late."""
    if appeal.state is not AppealState.OPEN:
        return f"Somebody was faster. {STATE_LABELS[appeal.state]}."
    if is_held(appeal):
        holder = find_user(appeal.claimed_by_id or 0)
        who = "Somebody" if holder is None else holder.handle
        left = leases.minutes_left(appeal.claimed_until)
        return f"{who} holds this appeal for {left} more minutes."
    return "You don’t hold this appeal any more: claim it, and look again."
