"""What rules found, kept in the case of the thing: opened where it weighs enough."""

from collections.abc import Sequence

import sqlalchemy as sa

from community.core.db import changed, db
from community.core.moderating import ModeratedItem
from moderation import scoring
from moderation.flagging import find_open_case, open_case
from moderation.kinds import REASONS, ActionKind, CaseState, Reason
from moderation.models import FACTS_LENGTH, Action, Case
from moderation.screening import rules
from moderation.screening.facts import Finding, Rule
from moderation.screening.models import ScreeningFinding
from moderation.screening.thresholds import THRESHOLDS

_ONCE = frozenset({Rule.PACE, Rule.REPEATED, Rule.BURST, Rule.VOTES})
"""Their figures change by the hour: one sentence about a thing is enough."""

_LEFT = {
    Rule.LINK: Reason.ADVERTISING,
    Rule.CONTACT: Reason.ADVERTISING,
    Rule.BURST: Reason.UNDISCLOSED,
    Rule.TYPING: Reason.ADVERTISING,
    Rule.ADVERTISING: Reason.ADVERTISING,
    Rule.PATTERN: Reason.ADVERTISING,
}
"""What speaks of a text, and for which reason it stands in the queue then.

The other rules say what is known of the author, or lead to what else they wrote.
"""
_FORGOTTEN = "A rule spoke of its author, who stands under an alias now."


def keep(item: ModeratedItem, findings: Sequence[Finding]) -> list[Finding]:
    """Add to the open case what was never said of the thing; return that.

    Nothing where it weighs too little for a case of its own.
    """
    fresh = _unsaid(item, findings)
    case = find_open_case(item)
    weight = sum(one.weight for one in fresh)
    if not fresh or (case is None and weight < THRESHOLDS.opens_from):
        return []
    case = case or open_case(item)
    if not case.flag_count:
        case.by_vendor_only = False
    for one in fresh:
        db.session.add(
            ScreeningFinding(
                case_id=case.id,
                rule=one.rule,
                sentence=one.sentence,
                weight=one.weight,
                links=[list(link) for link in one.links],
            )
        )
        scoring.count_in(case, one.reason, one.weight, REASONS[one.reason].harm)
    case.rule = case.rule or fresh[0].rule
    case.version += 1
    return fresh


def _unsaid(item: ModeratedItem, findings: Sequence[Finding]) -> list[Finding]:
    """Return what no case about the thing says, decided ones included."""
    said = db.session.execute(
        sa.select(ScreeningFinding.rule, ScreeningFinding.sentence)
        .join(Case, Case.id == ScreeningFinding.case_id)
        .where(Case.kind == item.kind, Case.object_id == item.object_id)
    ).all()
    rules = {rule for rule, _ in said}
    sentences = {sentence for _, sentence in said}
    return [
        one
        for one in findings
        if one.sentence not in sentences
        and not (one.rule in _ONCE and one.rule in rules)
    ]


def list_findings(case: Case) -> Sequence[ScreeningFinding]:
    """Return what rules found about the thing of a case, in the order of finding."""
    return db.session.scalars(
        sa.select(ScreeningFinding)
        .where(ScreeningFinding.case_id == case.id)
        .order_by(ScreeningFinding.id)
    ).all()


def forget_author(case: Case) -> list[tuple[Reason, ScreeningFinding]]:
    """Take what rules said of an author out of a case; return what they say of the text.

    Each comes with the reason that it gives. Holds rest on the same sentences.
    """
    left = []
    for one in list_findings(case):
        if one.rule in _LEFT:
            said = rules.without_day(one.sentence)
            left.append((_LEFT[one.rule], one))
        else:
            said = _FORGOTTEN
            db.session.delete(one)
        changed(
            sa.update(Action)
            .where(
                Action.case_id == case.id,
                Action.automated,
                Action.facts == one.sentence[:FACTS_LENGTH],
            )
            .values(facts=said[:FACTS_LENGTH])
        )
        one.sentence = said
    case.rule = left[0][1].rule if left else None
    return left


class Holds:
    """The core.screening.KnowsHolds of app.py."""

    def sentence_of(self, kind: str, object_id: int) -> str:
        row = db.session.execute(
            sa.select(Case.due_at, Action.facts)
            .join(Action, Action.case_id == Case.id)
            .where(
                Case.kind == kind,
                Case.object_id == object_id,
                Case.state == CaseState.OPEN,
                Action.kind == ActionKind.HELD,
            )
            .order_by(Action.id.desc())
            .limit(1)
        ).first()
        if row is None:
            return ""
        return (
            "Nobody but you and moderators sees this at the moment. A moderator looks at "
            f"it by {row.due_at:%-d %b, %H:%M} UTC. Why: {row.facts}"
        )
