"""Why something is flagged and decided, which house rule that is, and what it asks for."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    UNDISCLOSED = "undisclosed-affiliation"
    FABRICATED = "fabricated-price"
    CONFIDENTIAL = "confidential"
    IDENTIFIES = "identifies-person"
    OUTDATED = "outdated"
    WRONG_PRODUCT = "wrong-product"
    DUPLICATE = "duplicate"
    ADVERTISING = "advertising"
    HARASSMENT = "harassment"
    ILLEGAL = "illegal"


_CANNOT_WAIT = 3


def hours_for(harm: int) -> int:
    """Return within how many hours something that does so much harm is to be decided."""
    return 4 if harm >= _CANNOT_WAIT else 24


@dataclass(frozen=True)
class About:
    """What people call a reason, the house rule behind it, and how much harm it can do."""

    label: str
    rule: str
    harm: int
    """3 can't wait, 0 can."""
    confidential: bool = False
    """Whether who reports it, and what they say, is for those alone who may decide."""

    by_receipt: bool = False
    """Whether the sender gets a receipt, which says until when it is decided."""

    @property
    def time(self) -> str:
        """How soon a moderator is to decide, in words."""
        if self.by_receipt:
            return "by the day that your receipt names"
        return f"within {hours_for(self.harm)} hours"

    @property
    def readers(self) -> str:
        """Who reads who reported it, and what they said."""
        if self.confidential:
            return "Those moderators alone who may decide about it"
        return "Moderators alone who have no part in it"


REASONS = {
    Reason.UNDISCLOSED: About(
        "Its author hides whom they work for",
        "Say how you stand to a vendor when you write about it.",
        2,
    ),
    Reason.FABRICATED: About(
        "The price is made up", "Tell prices that you know first hand.", 2
    ),
    Reason.CONFIDENTIAL: About(
        "It shows confidential material",
        "Share nothing that a contract forbids you to share.",
        3,
    ),
    Reason.IDENTIFIES: About(
        "It tells who a person is", "Name no private person.", 3, confidential=True
    ),
    Reason.OUTDATED: About("It is outdated", "Say when a price was paid.", 0),
    Reason.WRONG_PRODUCT: About(
        "It is about another product", "Write where it belongs.", 1
    ),
    Reason.DUPLICATE: About("It was said before", "Look before you ask.", 0),
    Reason.ADVERTISING: About("It is advertising", "Advertise nowhere here.", 1),
    Reason.HARASSMENT: About(
        "It attacks somebody, or presses them",
        "Speak of products and prices, not against people; press nobody.",
        3,
    ),
    Reason.ILLEGAL: About(
        "It is illegal: a formal notice",
        "Post nothing that the law forbids.",
        3,
        confidential=True,
        by_receipt=True,
    ),
}


class CaseState(StrEnum):
    OPEN = "open"
    DECIDED = "decided"


class Verdict(StrEnum):
    """What a moderator makes of a case."""

    APPROVE = "approve"
    REDACT = "redact"
    HIDE = "hide"
    REMOVE = "remove"
    RESTORE = "restore"
    LOCK = "lock"
    UNLOCK = "unlock"
    MOVE = "move"
    MERGE = "merge"
    SPLIT = "split"
    ALERT = "alert"
    END_ALERT = "end-alert"


VERDICT_LABELS = {
    Verdict.APPROVE: "Approve it: it shows, the flags are dismissed",
    Verdict.RESTORE: "Restore it: it shows again",
    Verdict.REDACT: "Redact and approve: it shows without the words you take out",
    Verdict.LOCK: "Lock it: no new answers",
    Verdict.UNLOCK: "Unlock it: it takes answers again",
    Verdict.MOVE: "Move it to another product or vendor, or to none",
    Verdict.MERGE: "Merge it into a question that was asked before",
    Verdict.SPLIT: "Make this answer a question of its own",
    Verdict.ALERT: "Warn about it on its pages for 90 days: what you found stands there",
    Verdict.END_ALERT: "End the alert on its pages",
    Verdict.HIDE: "Hide it from everybody but its author",
    Verdict.REMOVE: "Remove it, for its author too",
}
VERDICT_KEYS = {
    Verdict.APPROVE: "d",
    Verdict.RESTORE: "d",
    Verdict.REDACT: "e",
    Verdict.LOCK: "l",
    Verdict.UNLOCK: "l",
    Verdict.HIDE: "h",
    Verdict.REMOVE: "r",
}
"""One key chooses what is decided most; of two with one key only one can be chosen."""


class ActionKind(StrEnum):
    """What was done; each is a line of the public log."""

    HELD = "held"
    """By the flags' score or a rule alone, until a moderator decides."""
    APPROVED = "approved"
    REDACTED = "redacted"
    HIDDEN = "hidden"
    REMOVED = "removed"
    RESTORED = "restored"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    MOVED = "moved"
    MERGED = "merged"
    SPLIT = "split"
    WARNED = "warned"
    LIMITED = "limited"
    SUSPENDED = "suspended"
    LIFTED = "lifted"
    ALERTED = "alerted"
    CLOSED = "closed"
    """Where it stands, without a case; so are the three below."""
    REOPENED = "reopened"
    CHOSEN = "chosen"
    UNCHOSEN = "unchosen"
    TAKEN_OUT = "taken-out"
    """An earlier version, by its author: nobody decided anything, and it is told all the same."""
    PROPOSED = "proposed"
    """A second moderator has to agree: a vendor asked for it, or it is about one."""
    UNDONE = "undone"
    UPHELD = "upheld"
    """On appeal; so are the two below."""
    OVERTURNED = "overturned"
    HIDDEN_ON_APPEAL = "hidden-on-appeal"


ACTION_LABELS = {
    ActionKind.HELD: "Held until a moderator decides",
    ActionKind.APPROVED: "Approved, flags dismissed",
    ActionKind.REDACTED: "Words taken out, the rest approved",
    ActionKind.HIDDEN: "Hidden from everybody but its author",
    ActionKind.REMOVED: "Removed, for its author too",
    ActionKind.RESTORED: "Restored: it shows again",
    ActionKind.LOCKED: "Locked: no new answers",
    ActionKind.UNLOCKED: "Unlocked: it takes answers again",
    ActionKind.MOVED: "Moved to where it belongs",
    ActionKind.MERGED: "Merged into a question that was asked before",
    ActionKind.SPLIT: "Answers made a question of their own",
    ActionKind.WARNED: "Warned",
    ActionKind.LIMITED: "Single rights taken away for a time",
    ActionKind.SUSPENDED: "Suspended",
    ActionKind.LIFTED: "Measure lifted",
    ActionKind.ALERTED: "Vendor marked with an alert",
    ActionKind.CLOSED: "Closed: it was asked before",
    ActionKind.REOPENED: "Opened again: it is another question",
    ActionKind.CHOSEN: "Chosen as the answer that helped",
    ActionKind.UNCHOSEN: "No longer the chosen answer",
    ActionKind.TAKEN_OUT: "An earlier version taken out by its author",
    ActionKind.PROPOSED: "Proposed, a second moderator decides",
    ActionKind.UNDONE: "Decision undone",
    ActionKind.UPHELD: "Appeal refused: the decision stands",
    ActionKind.OVERTURNED: "Overturned on appeal: the restriction is lifted",
    ActionKind.HIDDEN_ON_APPEAL: "Hidden on appeal of who reported it",
}
RESTRICTING = frozenset(
    {
        ActionKind.HELD,
        ActionKind.REDACTED,
        ActionKind.HIDDEN,
        ActionKind.REMOVED,
        ActionKind.LOCKED,
        ActionKind.MOVED,
        ActionKind.MERGED,
        ActionKind.SPLIT,
        ActionKind.WARNED,
        ActionKind.LIMITED,
        ActionKind.SUSPENDED,
        ActionKind.ALERTED,
        ActionKind.HIDDEN_ON_APPEAL,
    }
)
"""Of these the author gets a statement of reasons."""
DISMISSING = frozenset({ActionKind.APPROVED, ActionKind.RESTORED, ActionKind.UNLOCKED})
"""These say no to who reported something."""


class Outcome(StrEnum):
    """What became of a flag."""

    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


OUTCOME_LABELS = {
    Outcome.OPEN: "A moderator will look at it",
    Outcome.UPHELD: "Upheld: something was done about it",
    Outcome.DISMISSED: "Not upheld: it stays",
}
