"""What rules found, kept in the case of the thing: opened where it weighs enough."""

from collections.abc import Sequence

import sqlalchemy as sa

from community.core.db import changed, db
from community.core.moderating import AuthorHidden, ModeratedItem
from moderation import scoring
from moderation.flagging import find_open_case, open_case
from moderation.kinds import REASONS, ActionKind, CaseState
from moderation.models import Action, Case
from moderation.screening.facts import Finding, Rule
from moderation.screening.models import ScreeningFinding
from moderation.screening.thresholds import THRESHOLDS

_ONCE = frozenset({Rule.PACE, Rule.REPEATED, Rule.BURST, Rule.VOTES})
"""Their figures change by the hour: one sentence about a thing is enough."""

_OF_THE_TEXT = frozenset({Rule.BURST, Rule.ADVERTISING, Rule.PATTERN})
"""The others say what is known of the author, or lead to what else they wrote."""


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


def on_author_hidden(event: AuthorHidden) -> None:
    """Forget what rules said of the author of what stands under an alias now."""
    theirs = Case.kind == event.kind, Case.object_id == event.object_id
    changed(
        sa.delete(ScreeningFinding).where(
            ScreeningFinding.case_id.in_(sa.select(Case.id).where(*theirs)),
            ScreeningFinding.rule.not_in(_OF_THE_TEXT),
        )
    )
    left = (
        sa.select(ScreeningFinding.rule)
        .where(ScreeningFinding.case_id == Case.id)
        .order_by(ScreeningFinding.id)
        .limit(1)
        .scalar_subquery()
    )
    changed(sa.update(Case).where(*theirs).values(rule=left))


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
