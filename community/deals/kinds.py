"""The fixed words of a deal: what each field may say."""

from enum import StrEnum


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


class ContractForbids(StrEnum):
    """Whether the contract forbids to disclose its price (P19)."""

    NO = "no"
    UNKNOWN = "unknown"
    YES = "yes"


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


class ReviewState(StrEnum):
    """What came of looking at a line; only accepted ones are in figures."""

    PENDING = "pending"
    """Nobody has looked yet: the next release does."""
    ACCEPTED = "accepted"
    HELD = "held"
    """It is far from what others paid: a person decides."""
    REJECTED = "rejected"


class HoldReason(StrEnum):
    """Which rule a held line broke."""

    OUTLIER_MAD = "outlier-mad"
    OUTLIER_TUKEY = "outlier-tukey"
    SANITY_HIGH = "sanity-high"
    SANITY_LOW = "sanity-low"
    DOUBTED = "doubted"
    """A moderator took away what it shows."""


class HoldState(StrEnum):
    OPEN = "open"
    DECIDED = "decided"


class HoldDecision(StrEnum):
    ACCEPTED = "accepted"
    """It is right, however far off: it stays in until its deal is changed."""
    REJECTED = "rejected"


class Ground(StrEnum):
    """Why a price, or a note beside it, is rejected: the list that moderators choose from."""

    OTHER_MEASURE = "other-measure"
    OTHER_PRODUCT = "other-product"
    NOT_PAID = "not-paid"
    TWICE = "twice"
    CONFIDENTIAL = "confidential"
    TELLS_WHO = "tells-who"
    ADVERTISING = "advertising"
    UNLAWFUL = "unlawful"


class AppealState(StrEnum):
    """What has become of an appeal against a rejection."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"
