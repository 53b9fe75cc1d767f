"""A rejection as its author must be told of it (DSA 17), and an appeal as moderators see it."""

from collections.abc import Iterable
from dataclasses import dataclass

from community.core.clock import Month
from community.deals.appeals.queries import Rejected
from community.deals.appeals.rules import can_appeal, deal_of, last_month
from community.deals.grounds import GROUNDS
from community.deals.kinds import AppealState
from community.deals.models import LineHold

_PRICE_SCOPE = "Your price for {} counts in no figure. Nobody else ever sees it."
_NOTE_SCOPE = (
    "Your note about {} is not shown. The price itself counts as if there were none."
)
_PRICE_MEANS = (
    "A program lays some prices aside for a person to read, as each that lies far from the "
    "others. A moderator decided."
)
_NOTE_MEANS = "A program takes numbers and names out of notes. A moderator decided."


@dataclass(frozen=True)
class Statement:
    """What was decided: its scope, facts, ground and rule, means, and what can be done.

    `until` is the last month for an appeal, None when there can be none any more.
    """

    public_id: str
    scope: str
    facts: str
    ground: str
    rule: str
    means: str
    until: Month | None
    appeal: str
    outcome: str
    granted: bool


@dataclass(frozen=True)
class AppealRow:
    """An appeal that waits: about what, the first decision and the answer; never whose."""

    public_id: str
    deal_id: str
    title: str
    ground: str
    reason: str
    appeal: str
    text: str
    is_open: bool


def statements(rejected: Iterable[Rejected]) -> list[Statement]:
    return [_statement(one) for one in rejected]


def _statement(one: Rejected) -> Statement:
    is_price = isinstance(one, LineHold)
    about = _about(one)
    return Statement(
        public_id=one.public_id,
        scope=(_PRICE_SCOPE if is_price else _NOTE_SCOPE).format(_product(one)),
        facts=one.decision_reason,
        ground=about[0],
        rule=about[1],
        means=_PRICE_MEANS if is_price else _NOTE_MEANS,
        until=last_month(one) if can_appeal(one) else None,
        appeal=one.appeal,
        outcome=_outcome(one),
        granted=one.appeal_state is AppealState.GRANTED,
    )


def _outcome(one: Rejected) -> str:
    match one.appeal_state:
        case AppealState.OPEN:
            return "Another moderator will look at it again."
        case AppealState.GRANTED:
            return f"Another moderator let it count after all: {one.appeal_reason}"
        case AppealState.REFUSED:
            return f"Another moderator found it right: {one.appeal_reason}"
        case None:
            return ""


def appeal_rows(appealed: Iterable[Rejected]) -> list[AppealRow]:
    return [
        AppealRow(
            public_id=one.public_id,
            deal_id=deal_of(one).public_id,
            title=f"{'A price' if isinstance(one, LineHold) else 'A note'}, {_product(one)}",
            ground=_about(one)[0],
            reason=one.decision_reason,
            appeal=one.appeal,
            text="" if isinstance(one, LineHold) else one.text,
            is_open=one.appeal_state is AppealState.OPEN,
        )
        for one in appealed
    ]


def _product(one: Rejected) -> str:
    line = one.line if isinstance(one, LineHold) else one.deal.lines[0]
    return line.product.name


def _about(one: Rejected) -> tuple[str, str]:
    if one.ground is None:
        return "", ""
    about = GROUNDS[one.ground]
    return about.label, about.rule
