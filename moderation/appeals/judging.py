"""Deciding about an appeal: once, by somebody else, with reasons; overturning undoes."""

from dataclasses import dataclass

import sqlalchemy as sa

from community.core import clock
from community.core.actors import Actor
from community.core.db import changed, db
from community.core.errors import Conflict
from community.core.moderating import ModeratedItem
from moderation import actions, deciding, telling
from moderation.appeals import access, desk, letters, standing
from moderation.appeals.kinds import ABOUT_PEOPLE, HIDES, AppealState, Ruling, Side
from moderation.appeals.models import Appeal
from moderation.appeals.telling import tell_appellant
from moderation.deeds import BY_KIND, DEEDS
from moderation.flagging import close_flags
from moderation.items import get_hidable, get_moderated, item_of
from moderation.kinds import ActionKind, CaseState, Outcome, Reason, Verdict
from moderation.models import Action, Case
from moderation.people.ending import end_measure

_STATES = {
    Ruling.UPHOLD: AppealState.UPHELD,
    Ruling.OVERTURN: AppealState.OVERTURNED,
}


@dataclass(frozen=True)
class Judgement:
    """What is made of an appeal; `reason` is for what is hidden now."""

    ruling: Ruling
    reason: Reason | None
    facts: str
    rule: str
    version: int


def judge(actor: Actor, appeal: Appeal, judgement: Judgement) -> Action:
    """Decide about an appeal and all that are like it; raise Conflict if too late."""
    action, case = desk.decision_of(appeal)
    item = item_of(case)
    user_id = access.require_can_judge(actor, action, case, item)
    grounds = _grounds(appeal, action, case, judgement)
    _close(appeal, user_id, judgement)
    if judgement.ruling is Ruling.OVERTURN:
        obstacle = standing.why_not(action, item, appeal.side)
        if obstacle:
            raise Conflict(obstacle)
        _overturn(actor, action, case, item, grounds)
    result = actions.record(actor, case, item, grounds)
    db.session.flush()  # the appeals need its id
    _tell(appeal, action, case, item, result)
    return result


def _grounds(
    appeal: Appeal, action: Action, case: Case, judgement: Judgement
) -> actions.Grounds:
    overturns = judgement.ruling is Ruling.OVERTURN
    hides = overturns and appeal.side is Side.FLAGGER
    rule = judgement.rule if overturns else judgement.rule.strip() or action.rule
    facts, rule = deciding.stated(
        judgement.facts, rule, judgement.reason, {}, restricts=hides
    )
    if not overturns:
        return actions.Grounds(ActionKind.UPHELD, action.reason, facts, rule)
    if not hides:
        return actions.Grounds(ActionKind.OVERTURNED, None, facts, rule)
    kind = (
        ActionKind.PROPOSED if deciding.takes_two(case) else ActionKind.HIDDEN_ON_APPEAL
    )
    return actions.Grounds(kind, judgement.reason, facts, rule)


def _close(appeal: Appeal, user_id: int, judgement: Judgement) -> None:
    moved = changed(
        sa.update(Appeal)
        .where(
            Appeal.id == appeal.id,
            Appeal.state == AppealState.OPEN,
            Appeal.version == judgement.version,
            Appeal.claimed_by_id == user_id,
            Appeal.claimed_until > clock.now(),
        )
        .values(state=_STATES[judgement.ruling], version=judgement.version + 1)
    )
    db.session.expire(appeal)
    if not moved:
        raise Conflict(desk.what_happened(appeal))


def _overturn(
    actor: Actor,
    action: Action,
    case: Case,
    item: ModeratedItem,
    grounds: actions.Grounds,
) -> None:
    """Take a decision back; who undoes it at the same moment is refused, or is first."""
    if not changed(
        sa.update(Action)
        .where(Action.id == action.id, Action.undone_at.is_(None))
        .values(undone_at=clock.now())
    ):
        raise Conflict("This decision was undone: there is nothing left to appeal.")
    db.session.expire(action)
    if grounds.kind is ActionKind.OVERTURNED:
        _end(case)
        _lift(actor, action, item, grounds.facts)
        close_flags(case, Outcome.DISMISSED)
    elif grounds.kind is ActionKind.HIDDEN_ON_APPEAL:
        get_moderated(case.kind).hide(actor, item.object_id, grounds.facts)
        close_flags(case, Outcome.UPHELD)
    else:
        deciding.reopen(case)
        case.proposed_by_id = actor.user_id
        close_flags(case, Outcome.OPEN)


def _lift(actor: Actor, action: Action, item: ModeratedItem, why: str) -> None:
    """Undo a restriction; words that were taken out come back while they are kept."""
    if action.kind in HIDES:
        get_hidable(item.kind).show(actor, item.object_id, why)
    elif action.kind is ActionKind.LOCKED:
        DEEDS[Verdict.UNLOCK].do(actor, item, (), why)
    elif action.kind is ActionKind.ALERTED:
        DEEDS[Verdict.END_ALERT].do(actor, item, (), why)
    elif action.kind in ABOUT_PEOPLE:
        end_measure(action)
    elif action.kept:
        BY_KIND[action.kind].undo(actor, item, action.kept, why)


def _end(case: Case) -> None:
    """Close the case of what flags alone had held: whoever holds it comes too late."""
    changed(
        sa.update(Case)
        .where(Case.id == case.id, Case.state == CaseState.OPEN)
        .values(
            state=CaseState.DECIDED,
            version=Case.version + 1,
            claimed_by_id=None,
            claimed_until=None,
        )
    )
    db.session.expire(case)


def _tell(
    appeal: Appeal, action: Action, case: Case, item: ModeratedItem, result: Action
) -> None:
    """Close what others appealed against the same; write to them, and to flaggers."""
    like = (Appeal.action_id == appeal.action_id, Appeal.side == appeal.side)
    open_or_this = sa.or_(Appeal.state == AppealState.OPEN, Appeal.id == appeal.id)
    told = set()
    for one in db.session.scalars(sa.select(Appeal).where(*like, open_or_this)).all():
        one.state, one.result_id = appeal.state, result.id
        tell_appellant(one, item, letters.outcome(one, item, action, result))
        told.add((one.appellant_id, one.notice_id))
    if result.kind in {ActionKind.OVERTURNED, ActionKind.HIDDEN_ON_APPEAL}:
        telling.tell_flaggers_of(case, item, decision=result, besides=told)
