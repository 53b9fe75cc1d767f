"""What is counted of open demos and webinars: how many, and never who or for which."""

from collections.abc import Callable

from community.core.measuring import Fact
from community.dashboard.metrics.log import Log
from community.dashboard.metrics.values import listed, share

EVENTS: tuple[tuple[str, Callable[[Log], str], str], ...] = (
    (
        "Events announced",
        lambda log: listed(dict(log.sorts(Fact.EVENT_ANNOUNCED))),
        "Open demos and webinars, by who announced them: a vendor, or the host.",
    ),
    (
        "Registrations",
        lambda log: str(log.count(Fact.EVENT_REGISTERED)),
        "How often a member registered for an event; never who, and for which.",
    ),
    (
        "Registrations withdrawn",
        lambda log: share(log.count(Fact.EVENT_LEFT), log.count(Fact.EVENT_REGISTERED)),
        "Registrations taken back in the period, as a share of those made in it.",
    ),
    (
        "Registered with their name",
        lambda log: share(
            log.count(Fact.EVENT_REGISTERED, detail="person"),
            log.count(Fact.EVENT_REGISTERED),
        ),
        "Share of the period’s registrations that told name and address from the start.",
    ),
)
