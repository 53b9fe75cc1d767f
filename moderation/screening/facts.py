"""What a rule is told, and what it finds: values without a database."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from moderation.kinds import Reason


class Rule(StrEnum):
    LINK = "link"
    CONTACT = "contact"
    PACE = "pace"
    TYPING = "typing"
    REPEATED = "repeated"
    TEAM = "team"
    ORGANISATION = "organisation"
    BURST = "burst"
    VOTES = "votes"
    ADVERTISING = "advertising"
    PATTERN = "pattern"
    REPORTED = "reported"


RULE_LABELS = {
    Rule.LINK: "Link from a new account",
    Rule.CONTACT: "Phone number or e-mail address from a new account",
    Rule.PACE: "Many texts in a short time",
    Rule.TYPING: "A first text faster than anybody types",
    Rule.REPEATED: "Nearly the same text elsewhere",
    Rule.TEAM: "Its author has mail at the vendor’s domain",
    Rule.ORGANISATION: "Its author shares an organisation with the vendor’s people",
    Rule.BURST: "Many new accounts about one vendor",
    Rule.VOTES: "Votes from few hands",
    Rule.ADVERTISING: "Reads like advertising",
    Rule.PATTERN: "A watched pattern",
    Rule.REPORTED: "New account that several members reported",
}


@dataclass(frozen=True)
class Finding:
    """What a rule says, with its facts, and what it counts."""

    rule: Rule
    sentence: str
    weight: float
    reason: Reason
    links: tuple[tuple[str, str], ...] = ()
    """Titles and addresses of what it speaks of."""
    holds: bool = False
    """Whether it keeps the text from others whoever wrote it."""


@dataclass(frozen=True)
class Author:
    """What is known of who wrote a text, at the moment of writing."""

    joined: datetime | None
    """None where the text stands under an alias: the day would help to tell whose."""
    is_new: bool
    times: tuple[datetime, ...]
    """When they wrote lately, under their name, the newest first."""
    public: int
    """How many other texts of theirs everybody sees."""
    reported_for: Reason | None = None
    """Why mostly, where several members reported texts of a new account, not in vain."""


@dataclass(frozen=True)
class Twin:
    """A text that has much in common with the one at hand."""

    title: str
    url: str
    share: float
    same_author: bool
