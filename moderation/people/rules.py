"""Deciding about people: warn, take rights away, suspend, lift; and writing notes."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from community.accounts.models import User
from community.accounts.rules.sessions import end_all_sessions
from community.core import clock
from community.core.actors import Actor
from community.core.db import changed, db
from community.core.errors import Conflict, Forbidden, Invalid
from community.core.jobs import enqueue
from community.core.moderating import ModeratedItem
from community.core.rights import RIGHT_LABELS, Right
from community.core.text import clean_block
from moderation import actions, cases
from moderation.deciding import TAKES_TWO, TELL_JOB, UNDO, reopen, stated
from moderation.direct import decided_case
from moderation.flagging import close_flags, find_open_case
from moderation.kinds import ActionKind, CaseState, Outcome, Reason
from moderation.models import Action, Case
from moderation.people.access import require_can_decide_about, require_can_note
from moderation.people.members import Members
from moderation.people.models import NOTE_LENGTH, Measure, MeasureKind, PersonNote
from moderation.people.standing import until_words

LADDER = (1, 3, 7, 30)
"""Days that a measure may last; a suspension lasts for good as well."""
_ACTIONS = {
    MeasureKind.WARNED: ActionKind.WARNED,
    MeasureKind.LIMITED: ActionKind.LIMITED,
    MeasureKind.SUSPENDED: ActionKind.SUSPENDED,
}


@dataclass(frozen=True)
class MeasureDraft:
    """What a moderator decides about somebody; `seen` is how many measures they saw."""

    kind: MeasureKind
    rights: tuple[Right, ...]
    days: int | None
    reason: Reason | None
    facts: str
    rule: str
    seen: int


def decide_about(actor: Actor, user: User, draft: MeasureDraft) -> Measure:
    """Take a measure; raise Conflict when somebody else has taken one meanwhile."""
    require_can_decide_about(actor, user)
    facts, rule = stated(
        draft.facts, draft.rule, draft.reason, _wrong(draft), restricts=True
    )
    db.session.refresh(user, with_for_update=True)  # another one may be deciding
    if count_measures(user.id) != draft.seen:
        raise Conflict("Somebody decided about them meanwhile. Look again.")
    until = None
    if draft.kind is not MeasureKind.WARNED and draft.days is not None:
        until = clock.now() + timedelta(days=draft.days)
    measure = Measure(
        user_id=user.id,
        kind=draft.kind,
        rights=[*draft.rights] if draft.kind is MeasureKind.LIMITED else [],
        until=until,
    )
    item = Members().load(user.id)
    case = _case_about(actor, item)
    noticed = "a moderator looked at what was done here"
    kind = _ACTIONS[draft.kind]
    grounds = actions.Grounds(kind, draft.reason, facts, rule, noticed)
    action = actions.record(actor, case, item, grounds, {"scope": _scope(measure)})
    db.session.flush()  # the measure needs the action's id
    if case.flag_count:
        enqueue(TELL_JOB, run_at=clock.now() + UNDO, action_id=action.id)
    measure.action_id = action.id
    db.session.add(measure)
    if draft.kind is MeasureKind.SUSPENDED:
        end_all_sessions(user.id)
    return measure


def _case_about(actor: Actor, item: ModeratedItem) -> Case:
    """Return the case that a measure decides: of legal notices about them, or a new one.

    Raises Conflict while another moderator holds that one, and Forbidden for who asked
    for a second opinion.
    """
    case = find_open_case(item)
    if case is None:
        return decided_case(item)
    if cases.is_held(case) and not cases.holds(actor, case):
        raise Conflict(cases.what_happened(case))
    if case.proposed_by_id == actor.user_id:
        raise Forbidden(TAKES_TWO)
    case.state, case.version = CaseState.DECIDED, case.version + 1
    case.claimed_by_id = case.claimed_until = None
    close_flags(case, Outcome.UPHELD)
    return case


def count_measures(user_id: int) -> int:
    return (
        db.session.scalar(
            sa.select(sa.func.count())
            .select_from(Measure)
            .where(Measure.user_id == user_id)
        )
        or 0
    )


def lift(actor: Actor, measure: Measure, why: str) -> None:
    """End a measure before its time; within ten minutes that undoes it."""
    user = db.session.get_one(User, measure.user_id)
    require_can_decide_about(actor, user)
    facts, rule = stated(why, "", None, {}, restricts=False)
    lifted = changed(
        sa.update(Measure)
        .where(Measure.id == measure.id, Measure.lifted_at.is_(None))
        .values(lifted_at=clock.now())
    )
    db.session.expire(measure)
    if not lifted:
        raise Conflict("Somebody lifted it already.")
    action = db.session.get_one(Action, measure.action_id)
    kind = ActionKind.LIFTED
    if clock.now() - action.created_at < UNDO:
        kind, action.undone_at = ActionKind.UNDONE, clock.now()
    case, item = db.session.get_one(Case, action.case_id), Members().load(user.id)
    done = actions.record(actor, case, item, actions.Grounds(kind, None, facts, rule))
    if kind is ActionKind.UNDONE and case.flag_count:
        reopen(case)
        close_flags(case, Outcome.OPEN)
    if kind is ActionKind.UNDONE:  # one that is lifted is told of as it is recorded
        actions.tell_given_back(item, done)


def confirm(actor: Actor, action: Action) -> None:
    """Let somebody go on who has read a warning of theirs; nothing if they have."""
    measure = db.session.scalar(
        sa.select(Measure).where(Measure.action_id == action.id)
    )
    if measure is None or measure.user_id != actor.user_id:
        raise Forbidden("Only whom it was written to confirms it.")
    if measure.confirmed_at is None:
        measure.confirmed_at = clock.now()


def write_note(actor: Actor, user: User, text: str) -> None:
    """Write down what other moderators should know of somebody."""
    require_can_note(actor, user)
    words = clean_block(text).strip()
    if not 1 <= len(words) <= NOTE_LENGTH:
        sentence = f"Write 1 to {NOTE_LENGTH:,} characters."
        raise Invalid("The note is not kept yet.", fields={"text": sentence})
    db.session.add(PersonNote(user_id=user.id, author_id=actor.user_id, text=words))


def _wrong(draft: MeasureDraft) -> dict[str, str]:
    wrong = {}
    if draft.kind is MeasureKind.LIMITED and not draft.rights:
        wrong["rights"] = "Choose which rights."
    if draft.kind is MeasureKind.LIMITED and draft.days is None:
        wrong["days"] = "Single rights are taken for a time; choose for how long."
    return wrong


def _scope(measure: Measure) -> str:
    until = until_words(measure.until)
    if measure.kind is MeasureKind.WARNED:
        return "You confirm that you have read this; then you go on as before."
    if measure.kind is MeasureKind.SUSPENDED:
        return (
            f"You post nothing here {until}. You can log in, read, take your data along, "
            "close your account, and say why this is wrong."
        )
    rights = ", ".join(RIGHT_LABELS[Right(one)] for one in measure.rights)
    return f"You can’t {rights} {until}; all else stays open to you."
