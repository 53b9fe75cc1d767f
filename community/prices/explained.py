"""What the method page says that settings and the calendar decide: all of it live."""

from dataclasses import dataclass
from datetime import date

from community.core.environment import HostRelationship
from community.core.settings import Settings
from community.deals.kinds import Evidence
from community.deals.labels import Tier, tier
from community.prices.calendar import next_day
from community.prices.kinds import CellKind
from community.prices.thresholds import (
    LARGEST_OVERLAP,
    LARGEST_SHARE,
    LEAST_ANSWERS,
    LEAST_BIN,
    LEAST_CHANGED,
    LEAST_NAMING,
    WINDOW_MONTHS,
    Thresholds,
    thresholds_of,
)

_EVERY = {
    "weekly": "every Monday",
    "monthly": "on the first of each month",
    "quarterly": "on the first of January, April, July and October",
}
_HOSTS = {
    HostRelationship.INDEPENDENT: "The host sells none of the products discussed here.",
    HostRelationship.VENDOR_OWN: (
        "The host is a vendor, and only its own products are discussed here."
    ),
    HostRelationship.VENDOR_WIDER: (
        "The host is a vendor that also sells in the categories discussed here. "
        "Prices therefore count a year after their month at the earliest, and nobody "
        "of the host reads raw deals."
    ),
}


@dataclass(frozen=True)
class Rung:
    """One step of the ladder: from how many organisations on, what is shown."""

    organisations: str
    shown: str


@dataclass(frozen=True)
class Risk:
    """How many buyers of a hundred an attacker who knows all others could pin down."""

    organisations: str
    shown: str
    pinned: str


@dataclass(frozen=True)
class Explained:
    """What templates/prices/method.html reads."""

    thresholds: Thresholds
    rungs: tuple[Rung, ...]
    risks: tuple[Risk, ...]
    tiers: tuple[Tier, ...]
    every: str
    last_release: date | None
    next_release: date
    host: str
    evidence_days: int
    least_of_extras: int
    least_of_changes: int
    page_budget: int
    largest_percent: int = round(LARGEST_SHARE * 100)
    least_bin: int = LEAST_BIN
    least_answers: int = LEAST_ANSWERS
    least_naming: int = LEAST_NAMING
    least_changed: int = LEAST_CHANGED
    overlap_percent: int = round(LARGEST_OVERLAP * 100)
    window_months: int = WINDOW_MONTHS


def explain(settings: Settings, last_release: date | None, today: date) -> Explained:
    """Return the method under today's settings."""
    thresholds = thresholds_of(settings)
    return Explained(
        thresholds=thresholds,
        rungs=_rungs(thresholds),
        risks=_RISKS,
        tiers=tuple(tier(one) for one in Evidence),
        every=_EVERY[settings.release],
        last_release=last_release,
        next_release=next_day(today, settings.release),
        host=_HOSTS[settings.host_relationship],
        evidence_days=settings.evidence_days,
        least_of_extras=thresholds.of_extra(CellKind.FEES),
        least_of_changes=thresholds.of_extra(CellKind.UPLIFT),
        page_budget=settings.page_budget,
    )


def _rungs(least: Thresholds) -> tuple[Rung, ...]:
    return (
        Rung(f"fewer than {least.median}", "nothing, as if nobody had reported"),
        Rung(_span(least.median, least.quartiles), "the median of all"),
        Rung(
            _span(least.quartiles, least.interval),
            "the median and the quartiles; or, where a moderator chose so, one breakdown "
            f"in their place, with {least.part_beside_total} or more in each part",
        ),
        Rung(
            _span(least.interval, least.tails),
            "median and quartiles, the change with volume and a year, and one breakdown "
            f"with {least.part_beside_quartiles} or more in each part; where no "
            "breakdown is shown, the median’s interval",
        ),
        Rung(
            f"{least.tails} or more",
            "also the 10th and 90th percentile, and a second breakdown with "
            f"{least.part_of_second} or more in each part; where none is shown, bars of "
            f"{LEAST_BIN} or more",
        ),
    )


def _span(low: int, above: int) -> str:
    """Return "5–11"; a rung that a higher setting swallows has no width."""
    return f"{low}–{above - 1}" if above > low else "none"


_RISKS = (
    Risk("5", "median", "23 %"),
    Risk("8", "median", "9 %"),
    Risk("12", "median", "3 %"),
    Risk("20", "median", "0 %"),
    Risk("12", "median and how prices changed, the price before known", "2–3 %"),
    Risk("12", "median and quartiles", "22–24 %"),
    Risk("20", "median and quartiles", "4 %"),
    Risk("20", "median, quartiles and one breakdown with parts of 8", "22 %"),
    # A first breakdown in two parts of 20 leads to 11, four of 10 to 16, five of 8 to 21.
    Risk("40", "the same and a second breakdown with parts of 20", "11–21 %"),
    Risk("20", "two breakdowns with parts of 8: not allowed", "40 %"),
)
"""Computed for the method: known to within 10 % of the price, by someone who knows or
controls all other organisations of the figure."""
