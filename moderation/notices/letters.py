"""The receipt of a legal notice, and how its sender hears of its outcome."""

from community.accounts.post import site
from community.core.moderating import ModeratedItem
from moderation import redress
from moderation.defamation.wording import not_yet
from moderation.kinds import ACTION_LABELS, DISMISSING, OUTCOME_LABELS, Outcome
from moderation.letters import Written, reason_label
from moderation.models import Action
from moderation.notices.models import Notice


def receipt(notice: Notice, item: ModeratedItem, path: str) -> Written:
    """Return the confirmation that Article 16 (4) of the DSA asks for.

    At `path` its sender reads where it stands.
    """
    place = site()
    return Written(
        f"We have your notice {notice.number} at {place.name}",
        f"Your notice about “{item.title}” came in on {notice.received_at:%-d %B %Y} "
        f"and has the number {notice.number}.\n\n"
        f"A moderator decides about it by {notice.due_at:%-d %B %Y}, not a program, and "
        "you hear of the decision and of what you can do about it.\n\n"
        f"{not_yet(item)}"
        f"Where it stands: {place.link(path)}\n",
    )


def preface(notice: Notice | None) -> str:
    """Return how the letter about its outcome begins; "" for a flag that is no notice."""
    if notice is None:
        return ""
    return (
        f"Your notice {notice.number} of {notice.received_at:%-d %B %Y} has been decided, "
        "by a moderator and not by a program.\n\n"
    )


def outcome(
    notice: Notice, item: ModeratedItem, found: Outcome, decision: Action, path: str
) -> Written:
    """Return what a sender without an account hears (Article 16 (5) of the DSA)."""
    place = site()
    can_appeal = decision.kind in DISMISSING
    ways = redress.ways(decision, path) if can_appeal else redress.ELSEWHERE
    lines = (
        f"{preface(notice)}It is about “{item.title}”.",
        f"The outcome: {OUTCOME_LABELS[found]}.",
        f"What was done: {ACTION_LABELS[decision.kind]}.",
        f"Why: {reason_label(decision.reason)}.",
        f"The rule or law: {decision.rule}",
        f"What you can do: {ways}",
        f"All of this, for later: {place.link(path)}",
    )
    return Written(
        f"What became of your notice {notice.number} at {place.name}",
        "\n\n".join(lines),
    )
