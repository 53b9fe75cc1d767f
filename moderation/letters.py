"""What authors and flaggers are told: the statement of reasons that the law asks for."""

from dataclasses import dataclass

from community.accounts.post import site
from community.core.moderating import ModeratedItem
from moderation import redress
from moderation.kinds import (
    ACTION_LABELS,
    DISMISSING,
    OUTCOME_LABELS,
    REASONS,
    ActionKind,
    Outcome,
    Reason,
)
from moderation.models import Action

DECIDED_BY = {True: "By a program alone", False: "By a moderator, not by a program"}


@dataclass(frozen=True)
class Written:
    subject: str
    text: str


def statement_path(action: Action) -> str:
    return f"/statements/{action.public_id}"


def reason_label(reason: Reason | None) -> str:
    return "No rule is broken" if reason is None else REASONS[reason].label


_ABOUT = frozenset({"member", "vendor"})
"""Kinds of whom, and not of what, something is decided about."""
_SCOPES = {
    ActionKind.HELD: (
        "Nobody but you sees it, everywhere, until a moderator has decided."
    ),
    ActionKind.REDACTED: (
        "It shows without the words that were taken out, here and in its history."
    ),
    ActionKind.HIDDEN: (
        "Nobody but you sees it, everywhere, until a moderator shows it again."
    ),
    ActionKind.HIDDEN_ON_APPEAL: (
        "Nobody but you sees it, everywhere, until a moderator shows it again."
    ),
    ActionKind.REMOVED: (
        "Nobody sees it any more, everywhere, for good; you find its words in the "
        "statement of reasons, and nowhere else."
    ),
    ActionKind.MOVED: "It stands at another product or vendor now, or at none.",
    ActionKind.MERGED: (
        "Its answers stand with the question that was asked before, and its address "
        "leads there."
    ),
    ActionKind.SPLIT: "It is a question of its own now, with a link to where it stood.",
    ActionKind.ALERTED: (
        "An alert stands on all your pages for 90 days. Your answer stands below it: "
        "write it at /rep/alert."
    ),
    ActionKind.LOCKED: (
        "Everybody reads it, and nobody adds an answer until a moderator unlocks it."
    ),
}


def scope(action: Action) -> str:
    """Return what a restriction means for its author, for how long, and where."""
    return (
        _SCOPES[action.kind] if action.kind in _SCOPES else (action.kept or {})["scope"]
    )


def notice_of(item: ModeratedItem) -> str:
    """Return how something came to the moderators' notice."""
    if item.kind in _ABOUT:
        return "A moderator looked at what was done here."
    return "People reported it, or a moderator came upon it."


def statement_of_reasons(action: Action, item: ModeratedItem, noticed: str) -> Written:
    """Return the letter of Article 17 of the DSA: kind, scope, facts, law, redress."""
    place = site()
    lines = (
        f"What is decided about at {place.name}: {item.title}",
        f"What was done: {ACTION_LABELS[action.kind]}. {scope(action)}",
        f"Why: {reason_label(action.reason)}.",
        f"What was found: {action.facts}",
        f"The rule or law: {action.rule}",
        f"How it was decided: {DECIDED_BY[action.automated]}.",
        f"How it came to our notice: {noticed}.",
        f"What you can do: {redress.ways(action)}",
        f"All of this, for later: {place.link(statement_path(action))}",
    )
    return Written(
        f"Why something of yours was restricted at {place.name}", "\n\n".join(lines)
    )


def given_back(action: Action, item: ModeratedItem) -> Written:
    place = site()
    return Written(
        f"A decision about something of yours at {place.name} does not stand any more",
        f"{item.title}\n\n{ACTION_LABELS[action.kind]}.\n\n"
        f"What was found: {action.facts}\n\n{place.link(item.url)}\n",
    )


def undone(item: ModeratedItem) -> Written:
    place = site()
    return Written(
        f"A decision about something of yours at {place.name} was undone",
        f"What was decided about “{item.title}” was undone by a moderator; "
        "it is looked at again.\n\n"
        f"{place.link(item.url)}\n",
    )


def outcome(
    item: ModeratedItem, reason: Reason, found: Outcome, decision: Action
) -> Written:
    """Return what a flagger hears: what was decided, and what they can do about it."""
    place = site()
    can_appeal = decision.kind in DISMISSING
    ways = redress.ways(decision) if can_appeal else redress.ELSEWHERE
    return Written(
        f"What became of your report at {place.name}",
        f"You reported “{item.title}”: {reason_label(reason)}.\n\n"
        f"{OUTCOME_LABELS[found]}.\n\n"
        f"All that you reported: {place.link('/flags/mine')}\n"
        f"What you can do: {ways}\n",
    )
