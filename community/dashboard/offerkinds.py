"""What the host offers for an address, and how an offer stands."""

from datetime import timedelta
from enum import StrEnum

TITLE_LENGTH = 120
ABOUT_LENGTH = 600
SOURCE_LENGTH = 60_000
MOST_OFFERS = 50
LINK_LIFE = timedelta(days=2)
"""How long an address may be proven after it was given."""
PROOF_KEPT_FOR = timedelta(days=3 * 365)
"""How long the proof of a consent stays that was taken back, without name and address."""


class OfferKind(StrEnum):
    FILE = "file"
    PAGE = "page"
    REPORT = "report"


class OfferState(StrEnum):
    DRAFT = "draft"
    PUBLIC = "public"
    RETIRED = "retired"
    """Nobody can ask for it any more; who has its link keeps it."""


KIND_LABELS = {
    OfferKind.FILE: "A guide as PDF",
    OfferKind.PAGE: "A guide to read",
    OfferKind.REPORT: "A report of published prices",
}
STATE_LABELS = {
    OfferState.DRAFT: ("Not shown yet", ""),
    OfferState.PUBLIC: ("Offered", "good"),
    OfferState.RETIRED: ("Retired", "warn"),
}
