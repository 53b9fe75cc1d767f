"""Deciding several cases alike: tried first, then each by itself, with its own audit row."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from community.core import reasons
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import Conflict, Forbidden, Invalid
from community.core.moderating import ModeratedItem
from moderation import access, cases, deciding
from moderation.deciding import Decision, stated
from moderation.deeds import DEEDS, verdicts_for
from moderation.items import item_of
from moderation.kinds import ACTION_LABELS, CaseState, Reason, Verdict
from moderation.models import Case

MOST = 50
VERDICTS = (Verdict.APPROVE, Verdict.HIDE)


@dataclass(frozen=True)
class Wanted:
    """What is made of all of them, and why."""

    verdict: Verdict
    reason: Reason | None
    facts: str
    rule: str


@dataclass(frozen=True)
class Chosen:
    """A case that was ticked, in the version that was seen, and what would become of it."""

    case: Case
    seen: int
    becomes: str
    obstacle: str
    """Why it is left out, "" if it isn't."""


def read(ticked: Sequence[str]) -> dict[str, int]:
    """Return the cases that were ticked, as `id:version`; raise Invalid for none or odd ones."""
    found: dict[str, int] = {}
    for one in ticked[: MOST + 1]:
        public_id, _, version = one.partition(":")
        if not (version.isascii() and version.isdigit() and len(version) < 7):
            raise Invalid("Choose the cases in the queue.")
        found[public_id] = int(version)
    if not found:
        raise Invalid("Choose one case at least.")
    if len(found) > MOST:
        raise Invalid(f"Choose {MOST} cases at most.")
    return found


def preview(
    actor: Actor, ticked: dict[str, int], verdict: Verdict | None
) -> list[Chosen]:
    """Return what would become of each case; changes nothing."""
    found = db.session.scalars(
        sa.select(Case).where(Case.public_id.in_(ticked)).order_by(Case.rank, Case.id)
    )
    return [
        Chosen(
            case=one,
            seen=ticked[one.public_id],
            becomes=_becomes(actor, one, verdict),
            obstacle=_obstacle(actor, one, ticked[one.public_id], verdict),
        )
        for one in found
    ]


def _becomes(actor: Actor, case: Case, verdict: Verdict | None) -> str:
    if verdict is None:
        return ""
    return ACTION_LABELS[deciding.becomes(case, DEEDS[verdict], actor.user_id)]


def _obstacle(actor: Actor, case: Case, seen: int, verdict: Verdict | None) -> str:
    item = item_of(case)
    if case.state is not CaseState.OPEN or case.version != seen:
        return cases.what_happened(case)
    if not access.can_decide(actor, item):
        return (
            "You have a part in it, or it is of a category that others moderate: somebody "
            "else decides."
        )
    if cases.is_held(case) and not cases.holds(actor, case):
        return cases.what_happened(case)
    return "" if verdict is None else _refused(actor, case, item, verdict)


def _refused(actor: Actor, case: Case, item: ModeratedItem, verdict: Verdict) -> str:
    if verdict not in verdicts_for(item):
        return "That can’t be decided about it as it is now."
    if deciding.waits_for_another(case, DEEDS[verdict], actor.user_id):
        return deciding.TAKES_TWO
    return ""


def decide_all(actor: Actor, ticked: dict[str, int], wanted: Wanted) -> list[Chosen]:
    """Decide each case that can be, as a case of its own; return all that there are.

    Those left out say why. Raise Invalid before anything is decided if the reason does
    not hold.
    """
    restricts = DEEDS[wanted.verdict].restricts
    stated(wanted.facts, wanted.rule, wanted.reason, {}, restricts=restricts)
    chosen = preview(actor, ticked, wanted.verdict)
    for one in chosen:
        _note_refusal(actor, one.case)
    return [
        replace(one, obstacle=one.obstacle or _decide(actor, one, wanted))
        for one in chosen
    ]


def _note_refusal(actor: Actor, case: Case) -> None:
    """Have the audit keep who tried to decide about what they have a part in."""
    item = item_of(case)
    obstacle = access.obstacle_of(actor, item)
    told = access.row_for(obstacle, item) if obstacle else ""
    if told:
        subject = f"{case.kind} {case.item_id}"
        reasons.audit(actor, "case.decide.refused", subject, told)


def _decide(actor: Actor, chosen: Chosen, wanted: Wanted) -> str:
    decision = Decision(
        verdict=wanted.verdict,
        reason=wanted.reason,
        facts=wanted.facts,
        rule=wanted.rule,
        version=chosen.seen,
    )
    try:
        # Whole or not at all: its room may refuse when the case is decided already.
        with db.session.begin_nested():
            cases.claim(actor, chosen.case)
            deciding.decide(actor, chosen.case, decision)
    except (Conflict, Forbidden) as error:
        return error.message
    return ""
