"""What is counted for the host: that something happened on a day, and never who did it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from community.core.events import Event

_HOUR = timedelta(hours=1)


class Fact(StrEnum):
    """What the log knows of; each metric of the host's desk is made of these alone."""

    VISIT = "visit"
    PRICE_VIEWED = "price-viewed"
    PRICE_ABSENT = "price-absent"
    QUOTE_CHECKED = "quote-checked"
    ROOM_OPENED = "room-opened"
    ROOM_OF_THREE = "room-of-three"
    QUESTION_ASKED = "question-asked"
    ROOM_TO_QUESTION = "room-to-question"
    ANSWERED = "answered"
    FIRST_ANSWER = "first-answer"
    FIRST_OFFICIAL = "first-official"
    ANSWER_CHOSEN = "answer-chosen"
    CHOICE_WITHDRAWN = "choice-withdrawn"
    PRICE_SUBMITTED = "price-submitted"
    PRICE_ACCEPTED = "price-accepted"
    PRICE_HELD = "price-held"
    PRICE_REJECTED = "price-rejected"
    HOLD_DECIDED = "hold-decided"
    REVIEW_WRITTEN = "review-written"
    REVIEW_HIDDEN = "review-hidden"
    REQUEST_SENT = "request-sent"
    QUESTION_TO_REQUEST = "question-to-request"
    REQUEST_ANSWERED = "request-answered"
    IDENTITY_RELEASED = "identity-released"
    CONTACT_RATED = "contact-rated"
    CONTACT_UNASKED = "contact-unasked"
    EVENT_ANNOUNCED = "event-announced"
    EVENT_REGISTERED = "event-registered"
    EVENT_LEFT = "event-left"
    DECISION_MADE = "decision-made"
    RENEWAL_PREPARED = "renewal-prepared"
    REPORTED = "reported"
    MODERATED = "moderated"
    NOTICE_DECIDED = "notice-decided"
    ORGANISATION_ACTIVE = "organisation-active"
    PRODUCT_SUPPLY = "product-supply"
    SERIES_SUPPLY = "series-supply"
    FIGURE_SOUND = "figure-sound"
    FIGURE_UNSOUND = "figure-unsound"
    OFFER_SHOWN = "offer-shown"
    OFFER_ASKED = "offer-asked"
    OFFER_PROVEN = "offer-proven"
    OFFER_WITHDRAWN = "offer-withdrawn"


@dataclass(frozen=True)
class Measured(Event):
    """Something to count: how often, of which sort, and how long it took, if that is told.

    It belongs to `day`, today where none is given. What has to do with reported prices
    names no product and the Monday of its week: of a price no day is kept. How long
    after something private (a room, a request) something else came is a fact of its own,
    by weeks too: beside what everybody sees it would tell whose the private thing is.
    """

    fact: Fact
    times: int = 1
    detail: str = ""
    hours: int | None = None
    product_id: int | None = None
    day: date | None = None


def hours_between(begin: datetime, end: datetime) -> int:
    """Return the whole hours from `begin` to `end`, none where it was before."""
    return max((end - begin) // _HOUR, 0)


AGAIN = "again"
"""The sort of a question whose asker had asked one, under their name, in its week before."""
HOURS_OF_WEEK = 168


def monday_of(day: date) -> date:
    """Return the Monday of the week of `day`."""
    return day - timedelta(days=day.weekday())
