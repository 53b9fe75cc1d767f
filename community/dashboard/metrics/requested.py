"""What is counted of requests to vendors: how many, and how they went; never whose."""

from collections.abc import Callable

from community.core.measuring import Fact
from community.dashboard.metrics.log import Log
from community.dashboard.metrics.values import lasting, share

_FEWEST_RATINGS = 5


def _stars(log: Log) -> str:
    stars = log.sorts(Fact.CONTACT_RATED)
    total = sum(int(star) * times for star, times in stars.items())
    number = sum(stars.values())
    return (
        "too few to tell" if number < _FEWEST_RATINGS else f"{total / number:.1f} of 5"
    )


REQUESTS: tuple[tuple[str, Callable[[Log], str], str], ...] = (
    (
        "Requests of buyers",
        lambda log: str(log.count(Fact.REQUEST_SENT)),
        "Private requests that buyers began; no other way to a buyer exists.",
    ),
    (
        "Time to first reply",
        lambda log: lasting(log.median_hours(Fact.REQUEST_ANSWERED)),
        "Median over the period’s requests that were answered.",
    ),
    (
        "Without an answer",
        lambda log: share(
            log.count(Fact.REQUEST_SENT) - log.count(Fact.REQUEST_ANSWERED),
            log.count(Fact.REQUEST_SENT),
        ),
        "Share of the period’s requests that nobody answered yet.",
    ),
    (
        "Identity released",
        lambda log: share(
            log.count(Fact.IDENTITY_RELEASED), log.count(Fact.REQUEST_SENT)
        ),
        "Share of the period’s requests in which the buyer gave name and address.",
    ),
    (
        "Contact rated",
        _stars,
        "Mean of the stars that buyers gave in the period, of five or more.",
    ),
)
