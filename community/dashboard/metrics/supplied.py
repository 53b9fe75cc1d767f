"""What is counted of reported prices: by whole weeks, and of no product."""

from collections.abc import Callable

from community.core.measuring import Fact
from community.dashboard.metrics.log import Log
from community.dashboard.metrics.values import lasting, lasting_weeks, listed, share

_SHOWN_FILES = ("screenshot", "document")


def _by_tier(log: Log) -> str:
    accepted, rejected = log.sorts(Fact.PRICE_ACCEPTED), log.sorts(Fact.PRICE_REJECTED)
    tiers = sorted({*accepted, *rejected})
    said = (
        f"{one.replace('-', ' ')} {share(accepted[one], accepted[one] + rejected[one])}"
        for one in tiers
    )
    return ", ".join(said) or "–"


def _with_files(log: Log) -> str:
    tiers = log.sorts(Fact.PRICE_ACCEPTED)
    return share(sum(tiers[one] for one in _SHOWN_FILES), sum(tiers.values()))


SUPPLY: tuple[tuple[str, Callable[[Log], str], str], ...] = (
    (
        "Prices accepted",
        lambda log: str(log.count(Fact.PRICE_ACCEPTED)),
        "Lines of deals that were looked at and count, by whole weeks.",
    ),
    (
        "Accepted, by tier",
        _by_tier,
        "Accepted lines as a share of accepted and rejected ones, for each tier of evidence.",
    ),
    (
        "With evidence",
        _with_files,
        "Share of the accepted lines whose deal is backed by a screenshot or document.",
    ),
    (
        "Held prices",
        lambda log: listed(
            {one.replace("-", " "): n for one, n in log.sorts(Fact.PRICE_HELD).items()}
        ),
        (
            "Lines that wait for a person, by the first reason: new accounts of one company, "
            "prices far from the others."
        ),
    ),
    (
        "Held prices wait",
        lambda log: lasting_weeks(log.median_hours(Fact.HOLD_DECIDED)),
        (
            "Median from the week in which a line was held to the week in which a moderator "
            "decided: of a price no day is kept, and its week only while it waits."
        ),
    ),
    (
        "Moderation takes",
        lambda log: lasting(log.median_hours(Fact.MODERATED)),
        "Median from the first report of something to what a moderator did about it.",
    ),
)
