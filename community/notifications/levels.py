"""Who hears of what: the three levels of a follow, and how often a mail goes out."""

from dataclasses import dataclass

from community.notifications.kinds import (
    ABOUT_ONESELF,
    Followed,
    Frequency,
    Level,
    News,
    Why,
)
from community.notifications.quiet import QuietHours
from community.reps.events import KIND as OFFICIAL
from community.reviews.events import KIND as REVIEW
from community.threads.events import KIND as QUESTION

_IMPORTANT = {
    News.CHOSEN: frozenset({Followed.QUESTION, Followed.TAG}),
    News.RESPONSE: frozenset({Followed.PRODUCT, Followed.VENDOR}),
    News.OFFICIAL: frozenset({Followed.QUESTION, Followed.PRODUCT, Followed.VENDOR}),
    News.PRICES: frozenset({Followed.PRODUCT, Followed.VENDOR}),
    News.QUESTION: frozenset({Followed.PERSON}),
    News.REVIEW: frozenset({Followed.PERSON}),
}
"""What is told at the level "important" too, by what is followed."""

_IMPORTANT_FINDS = frozenset({QUESTION, REVIEW, OFFICIAL})
"""Of what a search finds: what somebody begins, and not what is added to it."""

_ALL_OF_CATALOGUE = (
    "new questions and reviews, what the vendor says, events, new figures"
)
LEVEL_WORDS = {
    Followed.VENDOR: {
        Level.ALL: _ALL_OF_CATALOGUE,
        Level.IMPORTANT: "what the vendor says, new figures",
    },
    Followed.PRODUCT: {
        Level.ALL: _ALL_OF_CATALOGUE,
        Level.IMPORTANT: "what the vendor says, new figures",
    },
    Followed.QUESTION: {
        Level.ALL: "every new answer, the vendor’s reply, and what helped",
        Level.IMPORTANT: "the vendor’s reply, and which answer helped",
    },
    Followed.TAG: {
        Level.ALL: "new questions with this tag, and which found their answer",
        Level.IMPORTANT: "questions with this tag that found their answer",
    },
    Followed.PERSON: {
        Level.ALL: "questions, answers and reviews under their name",
        Level.IMPORTANT: "questions and reviews under their name",
    },
    Followed.SEARCH: {
        Level.ALL: "new questions, answers, reviews, official words and events that it finds",
        Level.IMPORTANT: "new questions, reviews and official words that it finds",
    },
}
"""What each level brings, as the page says it."""


@dataclass(frozen=True)
class Wishes:
    """How somebody wants to hear of things; what stands here is the default."""

    oneself: Frequency = Frequency.AT_ONCE
    followed: Frequency = Frequency.WEEKLY
    follows_own: bool = True
    """Whether what one asks and answers is followed by itself."""
    mail_is_off: bool = False
    reminders_are_off: bool = False
    late_mail_is_off: bool = False
    quiet: QuietHours | None = None
    """When no mail goes out, by the reader's clock."""


def hears(level: Level, followed: Followed, news: News, found: str = "") -> bool:
    """Whether a follow at `level` brings `news`; of a search, `found` is the kind of it."""
    if level is not Level.IMPORTANT:
        return level is Level.ALL
    if news is News.FOUND:
        return found in _IMPORTANT_FINDS
    return followed in _IMPORTANT.get(news, frozenset())


def frequency_of(wishes: Wishes, why: Why, own: Frequency | None) -> Frequency:
    """Return how often this goes out by mail; `own` is the follow's own frequency."""
    if wishes.mail_is_off:
        return Frequency.NEVER
    if own is not None:
        return own
    return wishes.oneself if why in ABOUT_ONESELF else wishes.followed
