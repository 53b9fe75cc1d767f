"""What an entry says, and why one got it: pure, from what it tells of."""

from collections.abc import Sequence

from community.notifications.items import Content
from community.notifications.kinds import Followed, News, Why
from community.notifications.targets import Target

GONE = "Something here was taken away."


def _both(words: str) -> tuple[str, str]:
    return words, words


_WORDS: dict[tuple[News, Followed | None], tuple[str, str]] = {
    (News.ANSWER, None): ("{by} answered “{name}”", "{count} new answers to “{name}”"),
    (News.ANSWER, Followed.PERSON): (
        "{name} answered “{title}”",
        "{name} gave {count} new answers",
    ),
    (News.CHOSEN, None): _both(
        "An answer to “{name}” was chosen as the one that helped"
    ),
    (News.CHOSEN, Followed.TAG): (
        "“{title}” found its answer",
        "{count} questions tagged {name} found their answer",
    ),
    (News.QUESTION, None): (
        "New question about {name}: “{title}”",
        "{count} new questions about {name}",
    ),
    (News.QUESTION, Followed.TAG): (
        "New question tagged {name}: “{title}”",
        "{count} new questions tagged {name}",
    ),
    (News.QUESTION, Followed.PERSON): (
        "{name} asked “{title}”",
        "{name} asked {count} new questions",
    ),
    (News.REVIEW, None): ("New review of {title}", "{count} new reviews, of {name}"),
    (News.REVIEW, Followed.PERSON): (
        "{name} reviewed {title}",
        "{name} wrote {count} new reviews",
    ),
    (News.RESPONSE, None): (
        "{by} responded to a review of {title}",
        "{by} responded to {count} reviews",
    ),
    (News.YOURS_RESPONDED, None): _both("{by} responded to your review of {title}"),
    (News.YOURS_CHOSEN, None): _both(
        "Your answer to “{name}” was chosen as the one that helped"
    ),
    (News.MENTION, None): (
        "{by} mentioned you in “{title}”",
        "You were mentioned {count} times in “{title}”",
    ),
    (News.OFFICIAL, None): (
        "Official word of {by}: “{title}”",
        "{count} official words of {by}",
    ),
    (News.OFFICIAL, Followed.QUESTION): _both("{by} replied officially to “{name}”"),
    (News.FOUND, None): (
        "New for your search “{name}”: “{title}”",
        "{count} new results for your search “{name}”",
    ),
    (News.REQUEST, None): _both("Buyers wrote to {name} privately"),
    (News.REQUEST_ANSWER, None): _both("{name} wrote in a request of yours"),
    (News.EVENT, None): (
        "“{title}”, which you registered for, was {by}",
        "{count} changes to events that you registered for",
    ),
    (News.ANNOUNCED, None): (
        "{by} announced “{title}”",
        "{count} new events about {name}",
    ),
    (News.DECIDED, None): (
        "Moderators decided something that concerns you",
        "Moderators decided {count} things that concern you",
    ),
    (News.PRICES, None): _both("New figures for {name}"),
    (News.PRICES, Followed.VENDOR): _both("New figures for products of {name}"),
}
"""For each kind of news, and what it is about where that matters: one of them, several."""
_AT_THE_FIRST = frozenset({News.ANSWER, News.REQUEST, News.REQUEST_ANSWER})
"""Of several, the first one's place is where they are."""


def headline(
    news: News, about: Followed, name: str, contents: Sequence[Content]
) -> str:
    """Return what is new, in one line; `name` is what it is about."""
    if not contents:
        return GONE
    words = _WORDS.get((news, about)) or _WORDS[news, None]
    first = contents[0]
    told = words[0] if len(contents) == 1 else words[1]
    return told.format(name=name, title=first.title, by=first.by, count=len(contents))


def link(news: News, target: Target | None, contents: Sequence[Content]) -> str:
    """Return where it leads: to the thing itself, of several to where they are."""
    if not contents:
        return ""
    path = target.path if target else ""
    if news is News.PRICES or (len(contents) > 1 and news not in _AT_THE_FIRST):
        return path or contents[0].url
    return contents[0].url


def reason(why: Why, name: str, *, in_mail: bool = False) -> str:
    """Return why somebody got it.

    A mail may be seen by others: it never says that one asked or answered.
    """
    if in_mail and why in {Why.ASKED, Why.ANSWERED}:
        why = Why.QUESTION
    return {
        Why.VENDOR: f"you follow {name}",
        Why.PRODUCT: f"you follow {name}",
        Why.QUESTION: "you follow this question",
        Why.TAG: f"you follow the tag {name}",
        Why.PERSON: f"you follow {name}",
        Why.SEARCH: f"you follow the search “{name}”",
        Why.ASKED: "you asked this",
        Why.ANSWERED: "you answered here",
        Why.WROTE: "you wrote the answer",
        Why.REVIEWED: "you wrote the review",
        Why.SPEAKS: f"you speak for {name}",
        Why.REQUESTED: f"you asked {name} privately",
        Why.REGISTERED: "you registered for it",
        Why.DECIDED: "you wrote it, or reported it",
        Why.MENTIONED: "you were mentioned by name",
    }[why]
