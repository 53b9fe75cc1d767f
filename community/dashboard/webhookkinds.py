"""Which events webhooks carry: public ones, and those that somebody consented to."""

from datetime import timedelta
from enum import StrEnum

MOST_WEBHOOKS = 10
URL_LENGTH = 500
ERROR_LENGTH = 200
RETRY_AFTER = tuple(
    timedelta(seconds=one)
    for one in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
"""How long each further attempt waits, as the Standard Webhooks advise; 9 after the first."""
OLD_SECRET_FOR = timedelta(days=1)
"""How long the secret before a rotation signs as well."""
GIVES_UP_AFTER = timedelta(days=5)
"""A receiver that took nothing for so long gets nothing any more."""
KEPT_FOR = timedelta(days=30)
"""How long the delivery log goes back."""


class EventType(StrEnum):
    QUESTION_ASKED = "question.asked"
    ANSWER_POSTED = "answer.posted"
    REVIEW_PUBLISHED = "review.published"
    STATEMENT_PUBLISHED = "statement.published"
    PRICES_RELEASED = "prices.released"
    EVENT_ANNOUNCED = "event.announced"
    EVENT_CANCELLED = "event.cancelled"
    REGISTRATION_CREATED = "event.registration.created"
    REGISTRATION_WITHDRAWN = "event.registration.withdrawn"
    LEAD_CONSENTED = "lead.consented"
    LEAD_WITHDRAWN = "lead.withdrawn"
    TEST = "webhook.test"


CHOSEN = tuple(one for one in EventType if one is not EventType.TEST)
"""What a webhook may be sent; a test goes to whoever asks for one."""

TOLD = {
    EventType.QUESTION_ASKED: (
        "A member asked in the open, under their own name.",
        "id, title, url, product",
    ),
    EventType.ANSWER_POSTED: (
        "A member answered in the open, under their own name.",
        "id, question, url",
    ),
    EventType.REVIEW_PUBLISHED: ("A review shows.", "id, product, url"),
    EventType.STATEMENT_PUBLISHED: (
        "A vendor published a statement or an official reply.",
        "id, vendor, url",
    ),
    EventType.PRICES_RELEASED: (
        "The figures that everybody sees came out, all at once; never who reported.",
        "released_on, url",
    ),
    EventType.EVENT_ANNOUNCED: (
        "A vendor or you announced a demo or a webinar; never where one joins.",
        "id, title, kind, by, vendor, product, starts_at, ends_at, url",
    ),
    EventType.EVENT_CANCELLED: (
        "It was called off.",
        "id, title, kind, by, vendor, product, starts_at, ends_at, url",
    ),
    EventType.REGISTRATION_CREATED: (
        (
            "Somebody registered for an event of yours and revealed something of "
            "themselves; again under the same id when they reveal more. Who reveals "
            "nothing, or registers with a vendor, is not told of."
        ),
        "id, event, url, name, mail, organisation, region, delete_by",
    ),
    EventType.REGISTRATION_WITHDRAWN: (
        "They withdrew: delete what you have of them.",
        "id, event, withdrawn_at",
    ),
    EventType.LEAD_CONSENTED: (
        (
            "Somebody asked you to contact them, and agreed to the words that are told; "
            "for an offer, with its title and the link by which they take it back."
        ),
        (
            "id, purpose, name, mail, consent, consent_version, given_at, offer, "
            "proven_at, withdraw_url"
        ),
    ),
    EventType.LEAD_WITHDRAWN: (
        "They took that back: delete what you have of them.",
        "id, withdrawn_at",
    ),
    EventType.TEST: ("The test button of the host’s desk.", "message"),
}
"""What an event means, and what its `data` holds."""


class DeliveryState(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class Off(StrEnum):
    """Why a webhook is off."""

    BY_HOST = "by-host"
    FAILING = "failing"
    GONE = "gone"
    """Its receiver answered 410: it wants nothing any more."""


OFF_LABELS = {
    Off.BY_HOST: "Switched off",
    Off.FAILING: "Off: its receiver took nothing for five days",
    Off.GONE: "Off: its receiver said that it is gone (410)",
}
