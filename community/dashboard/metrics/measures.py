"""Every other metric of the host's desk: its figure from the log, and its definition."""

from collections.abc import Callable
from dataclasses import dataclass

from community.core.measuring import Fact
from community.dashboard.metrics.attendance import EVENTS
from community.dashboard.metrics.log import Log
from community.dashboard.metrics.offered import OFFERED
from community.dashboard.metrics.requested import REQUESTS
from community.dashboard.metrics.supplied import SUPPLY
from community.dashboard.metrics.talk import TALK
from community.dashboard.metrics.values import listed, ratio, share

_REMOVING = ("hidden", "removed", "hidden-on-appeal")


@dataclass(frozen=True)
class Metric:
    """One figure, in words, with what it means."""

    name: str
    value: str
    definition: str


@dataclass(frozen=True)
class Group:
    title: str
    metrics: tuple[Metric, ...]


_Definition = tuple[str, Callable[[Log], str], str]


def groups(log: Log) -> list[Group]:
    """Return all groups with the figures of a period."""
    return [
        Group(title, tuple(Metric(name, value(log), said) for name, value, said in of))
        for title, of in _GROUPS
    ]


def _removed_by_reason(log: Log) -> str:
    counts: dict[str, int] = {}
    for sort, times in log.sorts(Fact.MODERATED).items():
        deed, _, reason = sort.partition(" ")
        if deed in _REMOVING:
            counts[reason or "no reason"] = counts.get(reason or "no reason", 0) + times
    return listed({name.replace("-", " "): one for name, one in counts.items()})


def _appeals(log: Log) -> str:
    lost = sum(
        times
        for sort, times in log.sorts(Fact.MODERATED).items()
        if sort.partition(" ")[0] in {"overturned", "hidden-on-appeal"}
    )
    kept = sum(
        times
        for sort, times in log.sorts(Fact.MODERATED).items()
        if sort.partition(" ")[0] == "upheld"
    )
    return share(lost, lost + kept)


def _incentivised(log: Log) -> str:
    sorts = log.sorts(Fact.REVIEW_WRITTEN) + log.sorts(Fact.PRICE_SUBMITTED)
    whole = sum(sorts.values())
    return share(whole - sorts["none"], whole)


def _written(log: Log) -> int:
    return log.count(
        Fact.QUESTION_ASKED, Fact.ANSWERED, Fact.REVIEW_WRITTEN, Fact.PRICE_SUBMITTED
    )


def _on_too_few(log: Log) -> str:
    unsound = log.count(Fact.FIGURE_UNSOUND)
    checked = unsound + log.count(Fact.FIGURE_SOUND)
    return f"{unsound} of {checked:,}" if checked else "–"


_TRUST: tuple[_Definition, ...] = (
    (
        "Flags for 1,000 items",
        lambda log: ratio(log.count(Fact.REPORTED), _written(log), per=1_000),
        "Reports for each 1,000 questions, answers, reviews and prices of the period.",
    ),
    (
        "Removed, by reason",
        _removed_by_reason,
        "What moderators hid or removed, by the reason they gave.",
    ),
    (
        "Reviews hidden, by stars",
        lambda log: listed(
            {f"{one} stars": n for one, n in log.sorts(Fact.REVIEW_HIDDEN).items()}
        ),
        "Reviews that were hidden, by their stars, rounded.",
    ),
    (
        "Appeals granted",
        _appeals,
        "Decisions overturned, as a share of the appeals that were decided.",
    ),
    (
        "Notices in time",
        lambda log: share(
            log.count(Fact.NOTICE_DECIDED, detail="in time"),
            log.count(Fact.NOTICE_DECIDED),
        ),
        "Legal notices decided before their deadline, as a share of those decided.",
    ),
    (
        "With an incentive",
        _incentivised,
        "Share of the period’s reviews and prices for which their author got something.",
    ),
)
_OUTCOME: tuple[_Definition, ...] = (
    (
        "Renewals prepared",
        lambda log: str(log.count(Fact.RENEWAL_PREPARED)),
        "Decisions of rooms that got a date of renewal.",
    ),
    (
        "Rooms of three or more",
        lambda log: str(log.count(Fact.ROOM_OF_THREE)),
        "Rooms that a third person joined, each counted once.",
    ),
    (
        "Returning organisations",
        lambda log: share(
            log.count(Fact.ORGANISATION_ACTIVE, detail="returning"),
            log.count(Fact.ORGANISATION_ACTIVE),
        ),
        (
            "Of the verified organisations of which somebody wrote under their name in a week: "
            "the share that had in the twelve weeks before, too. Kept under names that change "
            "each week."
        ),
    ),
)
_GUARDS: tuple[_Definition, ...] = (
    (
        "Contact without a request",
        lambda log: share(
            log.count(Fact.CONTACT_UNASKED),
            log.count(Fact.PRICE_VIEWED, Fact.PRICE_ABSENT),
        ),
        "Conversations that a vendor began, as a share of views of prices. Must be 0.",
    ),
    (
        "Figures on too few",
        _on_too_few,
        (
            "Published figures that were counted again, after each release and once a day, "
            "and rest on fewer organisations than they must or on one above all. Must be 0."
        ),
    ),
)
_GROUPS = (
    ("Supply", SUPPLY),
    ("Questions and answers", TALK),
    ("Trust", _TRUST),
    ("Requests to vendors", REQUESTS),
    ("Demos and events", EVENTS),
    ("Guides and reports", OFFERED),
    ("Outcome", _OUTCOME),
    ("Guards", _GUARDS),
)
