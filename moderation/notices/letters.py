"""The receipt of a legal notice, and what its outcome says of it."""

from community.accounts.post import site
from community.core.moderating import ModeratedItem
from moderation.letters import Written
from moderation.notices.models import Notice


def receipt(notice: Notice, item: ModeratedItem) -> Written:
    """Return the confirmation that Article 16 (4) of the DSA asks for."""
    place = site()
    return Written(
        f"We have your notice {notice.number} at {place.name}",
        f"Your notice about “{item.title}” came in on {notice.received_at:%-d %B %Y} "
        f"and has the number {notice.number}.\n\n"
        f"A moderator decides about it by {notice.due_at:%-d %B %Y}, not a program, and "
        "you hear of the decision and of what you can do about it.\n\n"
        f"Where it stands: {place.link('/flags/mine')}\n",
    )


def preface(notice: Notice | None) -> str:
    """Return how the letter about its outcome begins; "" for a flag that is no notice."""
    if notice is None:
        return ""
    return (
        f"Your notice {notice.number} of {notice.received_at:%-d %B %Y} has been decided, "
        "by a moderator and not by a program.\n\n"
    )
