"""The fixed words of a deal: what each field may say, and how we write it."""

from enum import StrEnum

from community.accounts.traits import INDUSTRY_LABELS, ORG_SIZE_LABELS, REGION_LABELS
from community.catalog.kinds import MODEL_LABELS, Period


class Stage(StrEnum):
    """How far the deal got; each stage is a cell of its own."""

    QUOTE = "quote"
    NEW = "new"
    EXPANSION = "expansion"
    RENEWAL = "renewal"
    LOST = "lost"


SIGNED_STAGES = frozenset({Stage.NEW, Stage.EXPANSION, Stage.RENEWAL})
FOLLOW_UP_STAGES = frozenset({Stage.EXPANSION, Stage.RENEWAL})
"""Stages before which there was a price already."""


class Covers(StrEnum):
    """What time one recurring amount pays for."""

    MONTH = "month"
    YEAR = "year"
    TERM = "term"


class Billing(StrEnum):
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    ANNUAL = "annual-upfront"
    MULTI_YEAR = "multi-year-upfront"
    ARREARS = "arrears"


class PaymentDays(StrEnum):
    AT_ONCE = "0"
    DAYS_15 = "15"
    DAYS_30 = "30"
    DAYS_45 = "45"
    DAYS_60 = "60"
    DAYS_90 = "90+"


class Sector(StrEnum):
    PRIVATE = "private"
    PUBLIC = "public"
    NON_PROFIT = "non-profit"
    EDUCATION = "education"


class Channel(StrEnum):
    DIRECT = "direct"
    RESELLER = "reseller"
    MARKETPLACE = "marketplace"
    FRAMEWORK = "framework"


class Lever(StrEnum):
    QUARTER_END = "quarter-end"
    MULTI_YEAR = "multi-year"
    VOLUME = "volume"
    COMPETING_QUOTE = "competing-quote"
    PREPAY = "prepay"
    REFERENCE = "reference"
    BUNDLING = "bundling"
    EXECUTIVE_SPONSOR = "executive-sponsor"
    WALKED_AWAY = "walked-away"
    CO_TERM = "co-term"
    PILOT = "pilot"


class OtherAlternative(StrEnum):
    """What was weighed besides products of the catalogue."""

    NONE = "none"
    INCUMBENT = "incumbent"


class ListSource(StrEnum):
    """Where somebody saw the list price."""

    URL = "url"
    QUOTE = "quote"
    PRICE_BOOK = "price-book"


class Evidence(StrEnum):
    """What stands behind a deal; raises its tier, is never published itself."""

    NONE = "none"
    WORK_EMAIL = "work-email"
    SCREENSHOT = "screenshot"
    DOCUMENT = "document"


class Relationship(StrEnum):
    """What the reporter was to the deal (16 CFR 465.5: printed with it)."""

    BUYER = "buyer"
    EX_BUYER = "ex-buyer"
    RESELLER = "reseller"
    CONSULTANT = "consultant"
    VENDOR = "vendor"
    COMPETITOR = "competitor"
    HOST_STAFF = "host-staff"


COUNTED_RELATIONSHIPS = frozenset({Relationship.BUYER, Relationship.EX_BUYER})
"""Who paid; what others report carries its label and is in no figure."""


class ContractForbids(StrEnum):
    """Whether the contract forbids to disclose its price (P19)."""

    NO = "no"
    UNKNOWN = "unknown"
    YES = "yes"


class Incentive(StrEnum):
    NONE = "none"
    MONEY = "money"
    DISCOUNT = "discount"
    GIFT = "gift"
    DONATION = "donation"


class IncentiveSource(StrEnum):
    HOST = "host"
    VENDOR = "vendor"
    OTHER = "other"


class Visibility(StrEnum):
    """What the author shows of one deal, apart from figures over many."""

    AGGREGATE = "aggregate"
    CARD = "card"
    NAMED = "named"


class Answer(StrEnum):
    """Yes, no, or not said: for clauses, where silence is not a no."""

    YES = "yes"
    NO = "no"


class DealState(StrEnum):
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
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
        Evidence.NONE: "None",
        Evidence.WORK_EMAIL: "Work e-mail",
        Evidence.SCREENSHOT: "Screenshot",
        Evidence.DOCUMENT: "Redacted document",
    },
    Relationship: {
        Relationship.BUYER: "We buy it",
        Relationship.EX_BUYER: "We used to buy it",
        Relationship.RESELLER: "We resell it",
        Relationship.CONSULTANT: "We advise a buyer",
        Relationship.VENDOR: "We make or sell it",
        Relationship.COMPETITOR: "We compete with it",
        Relationship.HOST_STAFF: "I work for the host of this site",
    },
    ContractForbids: {
        ContractForbids.NO: "No",
        ContractForbids.UNKNOWN: "I don't know",
        ContractForbids.YES: "Yes",
    },
    Incentive: {
        Incentive.NONE: "Nothing",
        Incentive.MONEY: "Money or a voucher",
        Incentive.DISCOUNT: "A discount",
        Incentive.GIFT: "A gift",
        Incentive.DONATION: "A donation to somebody else",
    },
    IncentiveSource: {
        IncentiveSource.HOST: "The host of this site",
        IncentiveSource.VENDOR: "The vendor",
        IncentiveSource.OTHER: "Somebody else",
    },
    Visibility: {
        Visibility.AGGREGATE: "Only in figures over many organisations",
        Visibility.CARD: "Also as a card, rounded and without a name",
        Visibility.NAMED: "Also as a card under my handle",
    },
    Answer: {Answer.YES: "Yes", Answer.NO: "No"},
    Period: {Period.MONTH: "month", Period.YEAR: "year", Period.ONCE: "once"},
}
"""How each value reads, in the order in which forms offer it."""

LABELS |= {
    type(next(iter(labels))): dict(labels)
    for labels in (MODEL_LABELS, ORG_SIZE_LABELS, INDUSTRY_LABELS, REGION_LABELS)
}


def label(value: StrEnum) -> str:
    """Return how `value` reads."""
    return LABELS[type(value)][value]


def choices(kind: type[StrEnum]) -> list[tuple[str, str]]:
    """Return (value, label) of every member of `kind`, in the order of its labels."""
    return [(value.value, text) for value, text in LABELS[kind].items()]
