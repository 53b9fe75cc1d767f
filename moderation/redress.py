"""What somebody can do about a decision: appeal for six months, and go elsewhere."""

from datetime import datetime, timedelta

from community.accounts.post import site
from moderation.models import Action

MAY_APPEAL_FOR = timedelta(days=184)
"""Six months, whichever they are (Article 20 of the DSA)."""
ELSEWHERE = (
    "You can also go to an out-of-court dispute settlement body, or to a court, at any "
    "time."
)


def appeal_path(action: Action) -> str:
    """Return where who is concerned by a decision appeals against it."""
    return f"/decisions/{action.public_id}/appeal"


def last_day(decided_at: datetime) -> datetime:
    return decided_at + MAY_APPEAL_FOR


def ways(action: Action, path: str = "") -> str:
    """Return what an author or a flagger can do, and until when.

    Who has no account appeals at a `path` of their own.
    """
    until = last_day(action.created_at)
    return (
        f"You can appeal for six months, until {until:%-d %B %Y}, without cost: "
        f"{site().link(path or appeal_path(action))}. A moderator who had no part in this "
        f"decision looks at it again. {ELSEWHERE}"
    )
