"""Deciding a case: once, by who holds it, with a reason; undone within ten minutes."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from community.core import clock
from community.core.actors import Actor
from community.core.db import changed, db
from community.core.errors import Conflict, Forbidden, Invalid
from community.core.jobs import enqueue
from community.core.moderating import ModeratedItem
from community.core.text import clean_line
from moderation import access, actions, asked, cases
from moderation.deeds import BY_KIND, DEEDS, Deed, verdicts_for
from moderation.flagging import close_flags
from moderation.items import MEMBER, VENDOR, item_of
from moderation.kinds import REASONS, ActionKind, CaseState, Outcome, Reason, Verdict
from moderation.models import FACTS_LENGTH, RULE_LENGTH, Action, Case

UNDO = timedelta(minutes=10)
TELL_JOB = "moderation.tell-flaggers"
FORGET_JOB = "moderation.forget-kept"
_SHORTEST = 5
TAKES_TWO = "This takes two moderators: somebody else has to agree."


@dataclass(frozen=True)
class Decision:
    """What a moderator makes of a case; `version` is the one that they have seen."""

    verdict: Verdict
    reason: Reason | None
    facts: str
    rule: str
    version: int
    texts: tuple[str, ...] = ()
    """What is left of each part, for a redaction; where to, for what is moved."""


def decide(actor: Actor, case: Case, decision: Decision) -> Action:
    """Decide; raise Conflict with what happened when somebody was faster.

    What a vendor asked for takes a second moderator to hide, whoever else asked.
    """
    item = item_of(case)
    user_id = access.require_can_decide(actor, item)
    grounds = _grounds(case, item, user_id, decision)
    is_proposal = grounds.kind is ActionKind.PROPOSED
    moved = changed(
        sa.update(Case)
        .where(
            Case.id == case.id,
            Case.state == CaseState.OPEN,
            Case.version == decision.version,
            Case.claimed_by_id == user_id,
            Case.claimed_until > clock.now(),
        )
        .values(
            state=CaseState.OPEN if is_proposal else CaseState.DECIDED,
            proposed_by_id=user_id if is_proposal else Case.proposed_by_id,
            version=decision.version + 1,
            claimed_by_id=None,
            claimed_until=None,
        )
    )
    db.session.expire(case)
    if not moved:
        raise Conflict(_too_late(actor, case))
    if is_proposal:
        return actions.record(actor, case, item, grounds)
    deed = DEEDS[decision.verdict]
    kept = deed.do(actor, item, decision.texts, grounds.facts)
    close_flags(case, deed.outcome)
    action = actions.record(actor, case, item, grounds, kept)
    db.session.flush()  # the jobs need the id
    for job in (TELL_JOB, FORGET_JOB):
        enqueue(job, run_at=clock.now() + UNDO, action_id=action.id)
    return action


def _too_late(actor: Actor, case: Case) -> str:
    if case.state is CaseState.OPEN and not cases.is_held(case):
        return "You don’t hold this case any more: claim it, and look again."
    if cases.holds(actor, case):
        return "Something came in since you opened this page. Look again."
    return cases.what_happened(case)


def _grounds(
    case: Case, item: ModeratedItem, user_id: int, decision: Decision
) -> actions.Grounds:
    deed = DEEDS[decision.verdict]
    wrong = {}
    if case.state is CaseState.OPEN and decision.verdict not in verdicts_for(item):
        wrong["verdict"] = "That can’t be decided about it as it is now."
    facts, rule = stated(
        decision.facts, decision.rule, decision.reason, wrong, restricts=deed.restricts
    )
    if not deed.restricts:
        return actions.Grounds(deed.kind, None, facts, rule)
    if waits_for_another(case, deed, user_id):
        raise Forbidden(TAKES_TWO)
    return actions.Grounds(becomes(case, deed, user_id), decision.reason, facts, rule)


def becomes(case: Case, deed: Deed, user_id: int | None) -> ActionKind:
    """Return what a deed comes to: a proposal, where a second moderator has to agree."""
    is_second = case.proposed_by_id not in {None, user_id}
    if deed.restricts and not is_second and takes_two(case):
        return ActionKind.PROPOSED
    return deed.kind


def waits_for_another(case: Case, deed: Deed, user_id: int | None) -> bool:
    """Whether `user_id` proposed this already, and somebody else has to agree."""
    is_own = case.proposed_by_id is not None and case.proposed_by_id == user_id
    return deed.restricts and is_own and takes_two(case)


def takes_two(case: Case) -> bool:
    """Whether a second moderator has to agree: a vendor asked for it, or is meant.

    So it is with a member: what an appeal comes to is decided again, on their page. What
    nobody but somebody without an account asked for may be a vendor's wish as well.
    """
    if case.by_vendor_only or case.kind in {VENDOR, MEMBER}:
        return True
    return asked.by_vendor(case.kind, case.object_id)


def stated(
    facts: str,
    rule: str,
    reason: Reason | None,
    wrong: dict[str, str],
    *,
    restricts: bool,
) -> tuple[str, str]:
    """Return facts and rule of a decision, cleaned; raise Invalid with all that is wrong.

    What restricts rests on a reason from the list, and on its house rule without another.
    """
    facts, rule = clean_line(facts), clean_line(rule)
    if not _SHORTEST <= len(facts) <= FACTS_LENGTH:
        wrong["facts"] = (
            f"Say what you found, in {_SHORTEST} to {FACTS_LENGTH} characters."
        )
    if len(rule) > RULE_LENGTH:
        wrong["rule"] = f"At most {RULE_LENGTH} characters."
    if restricts and reason is None:
        wrong["reason"] = "Choose the reason: its author reads it."
    if wrong:
        raise Invalid("Nothing has been decided yet.", fields=wrong)
    if restricts and reason is not None:
        return facts, rule or REASONS[reason].rule
    return facts, rule or "House rules"


def can_undo(action: Action) -> bool:
    """Whether a decision is younger than ten minutes, and stands."""
    return (
        action.kind in BY_KIND
        and action.kept is not None
        and action.undone_at is None
        and clock.now() - action.created_at < UNDO
    )


def undo(actor: Actor, case: Case, action: Action, why: str) -> None:
    """Take a decision back: the case is open again, and the thing as it was before."""
    item = item_of(case)
    access.require_can_decide(actor, item)
    facts = clean_line(why)
    if not _SHORTEST <= len(facts) <= FACTS_LENGTH:
        raise Invalid(
            "Nothing has been undone yet.",
            fields={"reason": f"Say why, in {_SHORTEST} to {FACTS_LENGTH} characters."},
        )
    if not can_undo(action) or not changed(
        sa.update(Action)
        .where(Action.id == action.id, Action.undone_at.is_(None))
        .values(undone_at=clock.now())
    ):
        raise Conflict("It is too late to undo that: ten minutes have passed.")
    reopen(case)
    BY_KIND[action.kind].undo(actor, item, action.kept or {}, facts)
    if action.kind is not ActionKind.APPROVED:
        actions.tell_undone(item)
    db.session.expire(action)
    close_flags(case, Outcome.OPEN)
    actions.record(
        actor,
        case,
        item,
        actions.Grounds(ActionKind.UNDONE, action.reason, facts, action.rule),
    )


def reopen(case: Case) -> None:
    """Have a case decided again; raise Conflict if there is a new one about the same."""
    again = sa.select(
        sa.exists().where(
            Case.kind == case.kind,
            Case.object_id == case.object_id,
            Case.state == CaseState.OPEN,
        )
    )
    if db.session.scalar(again):
        raise Conflict("It was reported again meanwhile: decide that case.")
    changed(
        sa.update(Case)
        .where(Case.id == case.id)
        .values(state=CaseState.OPEN, version=Case.version + 1)
    )
    db.session.expire(case)
