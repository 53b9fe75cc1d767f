"""How the fixed words of a deal read, in the order in which forms offer them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from community.accounts.traits import (
    INDUSTRY_LABELS,
    ORG_SIZE_LABELS,
    REGION_LABELS,
    Industry,
    OrgSize,
    Region,
)
from community.catalog.disclosure import (
    INCENTIVE_LABELS,
    INCENTIVE_SOURCE_LABELS,
    RELATIONSHIP_LABELS,
    Incentive,
    IncentiveSource,
    Relationship,
)
from community.catalog.kinds import MODEL_LABELS, Period, PricingModel
from community.deals.kinds import (
    Answer,
    Billing,
    Channel,
    ContractForbids,
    Covers,
    Evidence,
    Lever,
    ListSource,
    OtherAlternative,
    PaymentDays,
    Sector,
    Stage,
    Visibility,
)

LABELS: dict[type[StrEnum], Mapping[Any, str]] = {
    Stage: {
        Stage.NEW: "New purchase",
        Stage.RENEWAL: "Renewal",
        Stage.EXPANSION: "Expansion",
        Stage.QUOTE: "Quote, not signed",
        Stage.LOST: "Declined offer",
    },
    Covers: {
        Covers.YEAR: "per year",
        Covers.MONTH: "per month",
        Covers.TERM: "for the whole term",
    },
    Billing: {
        Billing.ANNUAL: "Every year, in advance",
        Billing.MONTHLY: "Monthly",
        Billing.QUARTERLY: "Quarterly",
        Billing.MULTI_YEAR: "Several years in advance",
        Billing.ARREARS: "In arrears",
    },
    PaymentDays: {
        PaymentDays.AT_ONCE: "At once",
        PaymentDays.DAYS_15: "15 days",
        PaymentDays.DAYS_30: "30 days",
        PaymentDays.DAYS_45: "45 days",
        PaymentDays.DAYS_60: "60 days",
        PaymentDays.DAYS_90: "90 days or more",
    },
    Sector: {
        Sector.PRIVATE: "Private company",
        Sector.PUBLIC: "Public sector",
        Sector.NON_PROFIT: "Non-profit",
        Sector.EDUCATION: "Education",
    },
    Channel: {
        Channel.DIRECT: "From the vendor",
        Channel.RESELLER: "Through a reseller",
        Channel.MARKETPLACE: "On a marketplace",
        Channel.FRAMEWORK: "Under a framework agreement",
    },
    Lever: {
        Lever.QUARTER_END: "End of their quarter",
        Lever.MULTI_YEAR: "Longer term",
        Lever.VOLUME: "More volume",
        Lever.COMPETING_QUOTE: "Competing quote",
        Lever.PREPAY: "Payment in advance",
        Lever.REFERENCE: "Reference or case study",
        Lever.BUNDLING: "Bundling",
        Lever.EXECUTIVE_SPONSOR: "Executive sponsor",
        Lever.WALKED_AWAY: "Walked away",
        Lever.CO_TERM: "One end date for all",
        Lever.PILOT: "Pilot first",
    },
    OtherAlternative: {
        OtherAlternative.NONE: "Nothing else",
        OtherAlternative.INCUMBENT: "Staying with what we had",
    },
    ListSource: {
        ListSource.URL: "The vendor's page",
        ListSource.QUOTE: "A quote",
        ListSource.PRICE_BOOK: "A price book",
    },
    Evidence: {
        Evidence.NONE: "Not verified",
        Evidence.WORK_EMAIL: "Work e-mail verified",
        Evidence.SCREENSHOT: "Screenshot checked",
        Evidence.DOCUMENT: "Document checked",
    },
    Relationship: RELATIONSHIP_LABELS,
    ContractForbids: {
        ContractForbids.NO: "No",
        ContractForbids.UNKNOWN: "I don't know",
        ContractForbids.YES: "Yes",
    },
    Incentive: INCENTIVE_LABELS,
    IncentiveSource: INCENTIVE_SOURCE_LABELS,
    Visibility: {
        Visibility.AGGREGATE: "Only in figures over many organisations",
        Visibility.CARD: "Also as a card, rounded and without a name",
        Visibility.NAMED: "Also as a card under my handle",
    },
    PricingModel: MODEL_LABELS,
    OrgSize: ORG_SIZE_LABELS,
    Industry: INDUSTRY_LABELS,
    Region: REGION_LABELS,
    Answer: {Answer.YES: "Yes", Answer.NO: "No"},
    Period: {Period.MONTH: "month", Period.YEAR: "year", Period.ONCE: "once"},
}
"""How each value reads, in the order in which forms offer it."""

FLOW_PERIODS = {
    Period.ONCE: "the whole term",
    Period.YEAR: "a year",
    Period.MONTH: "a month",
}
"""What the quantity of usage and of services is for."""


_TIER_MEANINGS = {
    Evidence.NONE: "Nothing but the word of its author stands behind it.",
    Evidence.WORK_EMAIL: "Its author reads mail at the domain of an organisation.",
    Evidence.SCREENSHOT: "A moderator has seen a screenshot that shows this price.",
    Evidence.DOCUMENT: (
        "A moderator has seen a quote, order form or invoice with this price."
    ),
}


@dataclass(frozen=True)
class Tier:
    """How far a deal is verified: the badge, its colour and what it means."""

    label: str
    tag_kind: str
    meaning: str


def tier(evidence: Evidence) -> Tier:
    """Return the badge of a deal with this behind it, the same on every page."""
    kind = "" if evidence is Evidence.NONE else "good"
    return Tier(label(evidence), kind, _TIER_MEANINGS[evidence])


def label(value: StrEnum) -> str:
    """Return how `value` reads."""
    return LABELS[type(value)][value]


def choices(kind: type[StrEnum]) -> list[tuple[str, str]]:
    """Return (value, label) of every member of `kind`, in the order of its labels."""
    return [(value.value, text) for value, text in LABELS[kind].items()]
