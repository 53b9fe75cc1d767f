"""The way from a visit to an outcome, step by step: how many, which share, how long."""

from dataclasses import dataclass

from community.core.measuring import Fact
from community.dashboard.metrics.log import Log
from community.dashboard.metrics.values import (
    NOTHING,
    conversion,
    lasting,
)

_UNFOLLOWED = "nobody is followed from page to page"
_NO_DAY = "of a reported price no day is kept"


@dataclass(frozen=True)
class _Step:
    label: str
    facts: tuple[Fact, ...]
    definition: str
    waits: Fact | None = None
    since: str = ""
    unmeasured: str = ""


@dataclass(frozen=True)
class FunnelRow:
    """One step as the page shows it; `conversion` is its share of the step before.

    Nobody is followed, so a step may be no part of the one before, and more than it.
    """

    label: str
    count: int
    conversion: str
    wait: str
    definition: str


_STEPS = (
    _Step(
        "Visits",
        (Fact.VISIT,),
        "Pages that a browser came to from elsewhere: a link of another site, a bookmark, "
        "an address typed. Programs that call themselves robots don’t count.",
        unmeasured=_UNFOLLOWED,
    ),
    _Step(
        "Price cell viewed",
        (Fact.PRICE_VIEWED,),
        "Page views of products of which a figure of members’ prices is published.",
        unmeasured=_UNFOLLOWED,
    ),
    _Step(
        "Quote checked",
        (Fact.QUOTE_CHECKED,),
        "How often somebody had a quote compared with what is published; never which.",
        unmeasured=_UNFOLLOWED,
    ),
    _Step(
        "Room created",
        (Fact.ROOM_OPENED,),
        "Rooms of buying committees that were opened.",
        unmeasured=_UNFOLLOWED,
    ),
    _Step(
        "Question asked",
        (Fact.QUESTION_ASKED,),
        "Questions that were posted.",
        Fact.ROOM_TO_QUESTION,
        "since the same member opened a room last, of questions under their own name, by "
        "whole weeks",
    ),
    _Step(
        "Deal or review submitted",
        (Fact.PRICE_SUBMITTED, Fact.REVIEW_WRITTEN),
        "Prices reported, by whole weeks, and reviews written.",
        unmeasured=_NO_DAY,
    ),
    _Step(
        "Accepted",
        (Fact.PRICE_ACCEPTED, Fact.REVIEW_WRITTEN),
        "Lines of deals that were looked at and count, by whole weeks; one that was "
        "changed is looked at again, and a deal may have several. Reviews count when "
        "written: they show at once.",
        unmeasured=_NO_DAY,
    ),
    _Step(
        "Rep requested",
        (Fact.REQUEST_SENT,),
        "Private requests that buyers began.",
        Fact.QUESTION_TO_REQUEST,
        "since the same member’s last question under their own name, by whole weeks",
    ),
    _Step(
        "Rep replied",
        (Fact.REQUEST_ANSWERED,),
        "First answers to the requests of the period.",
        Fact.REQUEST_ANSWERED,
        "since the request",
    ),
    _Step(
        "Outcome reported",
        (Fact.DECISION_MADE,),
        "Decisions that rooms wrote down for the first time.",
        Fact.DECISION_MADE,
        "since the room was opened",
    ),
)


def funnel(log: Log) -> list[FunnelRow]:
    """Return the steps in their order."""
    rows: list[FunnelRow] = []
    before = 0
    for step in _STEPS:
        count = log.count(*step.facts)
        rows.append(
            FunnelRow(
                step.label,
                count,
                conversion(count, before) if rows else NOTHING,
                _wait(step, log),
                step.definition + (f" Median {step.since}." if step.since else ""),
            )
        )
        before = count
    return rows


def _wait(step: _Step, log: Log) -> str:
    if step.waits is None:
        return f"not measured: {step.unmeasured}"
    return lasting(log.median_hours(step.waits))
