"""The rules: each looks at facts and says in a sentence what is odd, or nothing.

Pure. None of them decides: a person does, with these sentences in front of them.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from community.core import telltales
from community.core.telltales import Kind
from moderation.kinds import Reason
from moderation.screening.facts import Author, Finding, Rule, Twin
from moderation.screening.thresholds import THRESHOLDS

_HOST = re.compile(r"(?:https?://|www\.)([\w.-]{3,253})", re.ASCII | re.IGNORECASE)
_NEW = "is new here"
_JOINED = re.compile(r"joined on \d{1,2} \w+ \d{4}(?=\.$)")
_SHOWN = 3
FASTEST_HANDS = THRESHOLDS.typing_within
_CONTACTS = {Kind.EMAIL, Kind.PHONE}


def links_of_new(text: str, author: Author) -> Finding | None:
    hosts = list(dict.fromkeys(host.lower().strip(".") for host in _HOST.findall(text)))
    if not author.is_new or not hosts:
        return None
    told = f"Leads to {_list(hosts)}; its author {_age(author)}."
    return Finding(Rule.LINK, told, THRESHOLDS.link, Reason.ADVERTISING)


def contacts_of_new(text: str, author: Author) -> Finding | None:
    if not author.is_new:
        return None
    found = [one.text for one in telltales.find(text) if one.kind in _CONTACTS]
    if not found:
        return None
    told = f"Gives {_list(found)}; its author {_age(author)}."
    return Finding(Rule.CONTACT, told, THRESHOLDS.contact, Reason.ADVERTISING)


def _list(found: Sequence[str]) -> str:
    more = len(found) - _SHOWN
    return ", ".join(found[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _age(author: Author) -> str:
    # The same sentence on another day: what was decided does not come up again.
    if author.joined is None:
        return _NEW
    return f"joined on {author.joined:%-d %b %Y}"


def without_day(sentence: str) -> str:
    """Return what a rule says when the day on which its author joined may not be told."""
    return _JOINED.sub(_NEW, sentence)


def pace(author: Author) -> Finding | None:
    """Say when somebody writes faster than one reads."""
    times = author.times
    for newest, oldest in zip(times, times[THRESHOLDS.pace_posts - 1 :], strict=False):
        if newest - oldest <= THRESHOLDS.pace_within:
            minutes = int((newest - oldest).total_seconds() // 60) + 1
            told = f"{THRESHOLDS.pace_posts} texts of its author within {minutes} min."
            return Finding(Rule.PACE, told, THRESHOLDS.pace, Reason.ADVERTISING)
    return None


def typing(opened_at: datetime | None, now: datetime, author: Author) -> Finding | None:
    """Say when a first text came faster than hands type; nothing where no form told."""
    if opened_at is None or not author.is_new or author.public:
        return None
    took = now - opened_at
    if not timedelta() <= took < FASTEST_HANDS:
        return None
    told = f"Sent {took.total_seconds():.1f} s after its form was opened; its author {_age(author)}."
    return Finding(Rule.TYPING, told, THRESHOLDS.typing, Reason.ADVERTISING)


def repeated(twins: Sequence[Twin]) -> Finding | None:
    """Say where nearly the same stands already."""
    if not twins:
        return None
    best = max(twins, key=lambda one: one.share)
    whose = "its author" if best.same_author else "somebody else"
    told = (
        f"{best.share:.0%} of it stands in {len(twins)} other "
        f"{'text' if len(twins) == 1 else 'texts'}, the nearest by {whose}."
    )
    links = tuple((one.title, one.url) for one in twins[:_SHOWN])
    reason = Reason.DUPLICATE if best.same_author else Reason.ADVERTISING
    return Finding(Rule.REPEATED, told, THRESHOLDS.repeated, reason, links)


def of_the_team(domain: str, domains: frozenset[str]) -> Finding | None:
    if domain not in domains:
        return None
    told = f"Its author gets mail at {domain}, where the vendor’s people get theirs."
    return Finding(Rule.TEAM, told, THRESHOLDS.team, Reason.UNDISCLOSED)


def of_the_organisation(*, shares: bool) -> Finding | None:
    if not shares:
        return None
    told = "Its author’s organisation is that of somebody who speaks for the vendor."
    return Finding(Rule.ORGANISATION, told, THRESHOLDS.team, Reason.UNDISCLOSED)


def burst(new_authors: int) -> Finding | None:
    if new_authors < THRESHOLDS.burst_authors:
        return None
    told = (
        f"{new_authors} accounts that joined within {THRESHOLDS.burst_age.days} days "
        "wrote about this vendor within a day."
    )
    return Finding(Rule.BURST, told, THRESHOLDS.burst, Reason.UNDISCLOSED)


def advertising(words: Sequence[str]) -> Finding:
    """Say what the filter, which calls a text advertising, goes by."""
    told = f"Reads like advertising that moderators hid: {', '.join(words)}."
    return Finding(Rule.ADVERTISING, told, THRESHOLDS.advertising, Reason.ADVERTISING)


def reported(author: Author) -> Finding | None:
    """Have what a new account writes wait once several members reported it."""
    if author.reported_for is None:
        return None
    told = (
        f"{THRESHOLDS.reported_by} members or more reported what its author, who is new "
        "here, wrote before; it waits until a moderator has looked."
    )
    return Finding(
        Rule.REPORTED, told, THRESHOLDS.reported, author.reported_for, holds=True
    )


def holds(findings: Sequence[Finding], author: Author) -> bool:
    """Whether a text waits for a moderator: a first one of a new account, or a pattern."""
    if any(one.holds for one in findings):
        return True
    weight = sum(one.weight for one in findings)
    return author.is_new and not author.public and weight >= THRESHOLDS.holds_from
