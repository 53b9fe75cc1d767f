"""Who appeals against what, and how it ends."""

from datetime import timedelta
from enum import StrEnum

from moderation.kinds import DISMISSING, RESTRICTING, ActionKind

DECIDED_WITHIN = timedelta(days=14)


class Side(StrEnum):
    AUTHOR = "author"
    """Against what restricts something of theirs."""
    FLAGGER = "flagger"
    """Against the dismissal of what they reported."""


class AppealState(StrEnum):
    OPEN = "open"
    UPHELD = "upheld"
    OVERTURNED = "overturned"


class Ruling(StrEnum):
    """What a second moderator makes of a decision."""

    UPHOLD = "uphold"
    OVERTURN = "overturn"


STATE_LABELS = {
    AppealState.OPEN: "A moderator who did not decide the first time looks at it",
    AppealState.UPHELD: "The decision stands",
    AppealState.OVERTURNED: "The decision was overturned",
}
HIDES = frozenset(
    {
        ActionKind.HELD,
        ActionKind.HIDDEN,
        ActionKind.REMOVED,
        ActionKind.HIDDEN_ON_APPEAL,
    }
)
MOVED = frozenset({ActionKind.MOVED, ActionKind.MERGED, ActionKind.SPLIT})
ABOUT_PEOPLE = frozenset(
    {
        ActionKind.WARNED,
        ActionKind.LIMITED,
        ActionKind.SUSPENDED,
        ActionKind.ALERTED,
    }
)
"""Of members, and of vendors."""
AGAINST = {
    Side.AUTHOR: HIDES
    | ABOUT_PEOPLE
    | MOVED
    | {ActionKind.REDACTED, ActionKind.LOCKED},
    Side.FLAGGER: DISMISSING,
}
SETTLES = RESTRICTING | DISMISSING | {ActionKind.OVERTURNED}
"""What says anew whether something shows: what was decided before counts no more."""
