"""What can be followed, how much of it one wants to hear, how often by mail, and why."""

from enum import StrEnum


class Followed(StrEnum):
    """What can be followed."""

    VENDOR = "vendor"
    PRODUCT = "product"
    QUESTION = "question"
    TAG = "tag"
    PERSON = "person"
    SEARCH = "search"
    """What somebody searches for again and again; each member's own."""


class Level(StrEnum):
    """How much of what is followed one hears of."""

    ALL = "all"
    IMPORTANT = "important"
    MUTE = "mute"


class Frequency(StrEnum):
    """How often news go out by mail."""

    AT_ONCE = "at-once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class News(StrEnum):
    """What an entry of the inbox tells of."""

    ANSWER = "answer"
    CHOSEN = "chosen"
    QUESTION = "question"
    REVIEW = "review"
    RESPONSE = "response"
    OFFICIAL = "official"
    PRICES = "prices"
    YOURS_CHOSEN = "yours-chosen"
    YOURS_RESPONDED = "yours-responded"
    MENTION = "mention"
    FOUND = "found"
    REQUEST = "request"
    """A buyer wrote to the reader's vendor privately: what and who stays on its page."""
    REQUEST_ANSWER = "request-answer"
    EVENT = "event"
    """What somebody registered for was moved or cancelled."""
    ANNOUNCED = "announced"
    """A demo or a webinar about what the reader follows."""
    DECIDED = "decided"
    """Moderators decided something of the reader’s: what, the inbox says above."""


class Why(StrEnum):
    """Why somebody got it; the first six are what they follow."""

    VENDOR = "vendor"
    PRODUCT = "product"
    QUESTION = "question"
    TAG = "tag"
    PERSON = "person"
    SEARCH = "search"
    ASKED = "asked"
    ANSWERED = "answered"
    WROTE = "wrote"
    REVIEWED = "reviewed"
    MENTIONED = "mentioned"
    SPEAKS = "speaks"
    REQUESTED = "requested"
    REGISTERED = "registered"
    DECIDED = "decided"


OF_CHOICES = frozenset({News.CHOSEN, News.YOURS_CHOSEN})
"""What an asker did: whether it is told under an alias depends on the question."""
ABOUT_ONESELF = frozenset(
    {
        *(Why.ASKED, Why.WROTE, Why.REVIEWED, Why.MENTIONED),
        *(Why.SPEAKS, Why.REQUESTED, Why.REGISTERED),
    }
)
"""What concerns a reader directly: it has a frequency of its own."""

LEVEL_LABELS = {
    Level.ALL: "All",
    Level.IMPORTANT: "Important only",
    Level.MUTE: "Mute",
}
FREQUENCY_LABELS = {
    Frequency.AT_ONCE: "At once",
    Frequency.DAILY: "Daily",
    Frequency.WEEKLY: "Weekly",
    Frequency.NEVER: "Never",
}
