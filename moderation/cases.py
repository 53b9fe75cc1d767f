"""Who works on a case: a lease of fifteen minutes, given back, or taken over."""

import sqlalchemy as sa

from community.accounts.queries import find_user
from community.core import clock
from community.core.actors import Actor
from community.core.db import changed, db
from community.core.errors import Conflict, NotFound
from moderation import access, leases
from moderation.items import item_of
from moderation.kinds import ACTION_LABELS, CaseState
from moderation.models import Action, Case


def get_case(public_id: str) -> Case:
    """Return a case; raise NotFound when there is none."""
    found = db.session.scalar(sa.select(Case).where(Case.public_id == public_id))
    if found is None:
        raise NotFound("There is no such case.")
    return found


def claim(actor: Actor, case: Case) -> None:
    """Hold a case that nobody else holds, or for longer; raise Conflict otherwise."""
    user_id = access.require_can_decide(actor, item_of(case))
    moment = clock.now()
    free = sa.or_(
        Case.claimed_by_id.is_(None),
        Case.claimed_by_id == user_id,
        Case.claimed_until <= moment,
    )
    if not _hold(case, user_id, free):
        raise Conflict(what_happened(case))


def take_over(actor: Actor, case: Case) -> None:
    """Hold a case whoever holds it; raise Conflict for a decided one."""
    user_id = access.require_can_decide(actor, item_of(case))
    if not _hold(case, user_id, sa.true()):
        raise Conflict(what_happened(case))


def _hold(case: Case, user_id: int, free: sa.ColumnElement[bool]) -> bool:
    held = changed(
        sa.update(Case)
        .where(Case.id == case.id, Case.state == CaseState.OPEN, free)
        .values(claimed_by_id=user_id, claimed_until=clock.now() + leases.LEASE)
    )
    db.session.expire(case)
    return held


def release(actor: Actor, case: Case) -> None:
    """Give a case back; nothing if somebody else holds it by now."""
    changed(
        sa.update(Case)
        .where(Case.id == case.id, Case.claimed_by_id == actor.user_id)
        .values(claimed_by_id=None, claimed_until=None)
    )
    db.session.expire(case)


def holds(actor: Actor, case: Case) -> bool:
    return case.claimed_by_id == actor.user_id and is_held(case)


def require_charge(actor: Actor, case: Case, otherwise: str) -> None:
    """Raise unless `actor` may decide a case, and holds it while it is open.

    `otherwise` says to who may, and does not hold it, what to do first.
    """
    access.require_can_decide(actor, item_of(case))
    if case.state is CaseState.OPEN and not holds(actor, case):
        raise Conflict(otherwise)


def is_held(case: Case) -> bool:
    """Whether somebody's lease on an open case has not run out."""
    return case.state is CaseState.OPEN and leases.is_running(case.claimed_until)


def minutes_left(case: Case) -> int:
    """Return for how many more minutes a lease runs, rounded up; 0 when it is over."""
    return leases.minutes_left(case.claimed_until)


def what_happened(case: Case) -> str:
    """Return in a sentence why a step on a case came too late."""
    if is_held(case):
        who = _handle(case.claimed_by_id)
        return f"{who} holds this case for {minutes_left(case)} more minutes."
    latest = db.session.scalars(
        sa.select(Action)
        .where(Action.case_id == case.id)
        .order_by(Action.id.desc())
        .limit(1)
    ).first()
    if latest is None or latest.moderator_id is None:
        return "Something came in since you opened this page. Look again."
    who = _handle(latest.moderator_id)
    return f"{who} was faster. {ACTION_LABELS[latest.kind]}: {latest.facts}"


def _handle(user_id: int | None) -> str:
    user = find_user(user_id or 0)
    return "Somebody" if user is None else user.handle
