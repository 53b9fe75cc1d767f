"""The fixed words of evidence, and how they read."""

from enum import StrEnum


class EvidenceKind(StrEnum):
    SCREENSHOT = "screenshot"
    DOCUMENT = "document"


class EvidenceState(StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DELETED = "deleted"
    """Its author took it back after the decision: the mark stays, for no second try."""


class Rejection(StrEnum):
    """Why a moderator does not accept a file."""

    UNREADABLE = "unreadable"
    NO_PRICE = "no-price"
    DIFFERENT = "different"
    WRONG_PRODUCT = "wrong-product"
    NOT_REDACTED = "not-redacted"
    NOT_GENUINE = "not-genuine"


class Verdict(StrEnum):
    ACCEPT = "accept"
    REJECT = "reject"


KIND_LABELS = {
    EvidenceKind.SCREENSHOT: "Screenshot",
    EvidenceKind.DOCUMENT: "Quote, order form or invoice",
}
STATE_LABELS = {
    EvidenceState.WAITING: "Waits for a moderator",
    EvidenceState.ACCEPTED: "Accepted",
    EvidenceState.REJECTED: "Not accepted",
    EvidenceState.DELETED: "Deleted",
}
REJECTION_LABELS = {
    Rejection.UNREADABLE: "It can’t be read",
    Rejection.NO_PRICE: "It shows no price",
    Rejection.DIFFERENT: "It shows other figures than were reported",
    Rejection.WRONG_PRODUCT: "It is about another product",
    Rejection.NOT_REDACTED: "It names people or secrets that have to be blacked out",
    Rejection.NOT_GENUINE: "It doesn’t look genuine",
}
