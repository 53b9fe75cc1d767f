"""Trust in three plain levels, and the next step on the way up (pure).

Verification comes before volume: who verified a work address is a member at once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

VERIFIED_WORDS = "✓ Work e-mail verified"
"""Beside the name of whoever writes under it; never which."""
READ_PAGES = 5
READ_FOR = timedelta(minutes=10)
ACCEPTED = 3
MEMBER_FOR = timedelta(days=15)


class Level(StrEnum):
    NEW = "new"
    MEMBER = "member"
    TRUSTED = "trusted"


LEVEL_LABELS = {
    Level.NEW: "New",
    Level.MEMBER: "Member",
    Level.TRUSTED: "Trusted",
}


@dataclass(frozen=True)
class Contributions:
    """What a member did: what of it was accepted, and what a moderator took away."""

    accepted: int = 0
    upheld: int = 0
    pages: int = 0
    """Questions that they read, of late."""
    first_read: datetime | None = None

    def __add__(self, other: "Contributions") -> "Contributions":
        return Contributions(
            self.accepted + other.accepted,
            self.upheld + other.upheld,
            self.pages + other.pages,
            self.first_read or other.first_read,
        )


@dataclass(frozen=True)
class Standing:
    """What a level follows from."""

    verified: bool
    joined: datetime
    did: Contributions

    def level(self, at: datetime) -> Level:
        if not (self.verified or self._has_read(at)):
            return Level.NEW
        waits = at - self.joined < MEMBER_FOR
        if waits or self.did.accepted < ACCEPTED or self.did.upheld:
            return Level.MEMBER
        return Level.TRUSTED

    def next_step(self, at: datetime) -> str:
        """Return what leads to the next level; "" on the last one."""
        level = self.level(at)
        if level is Level.NEW:
            return (
                f"Verify your work e-mail, or read {READ_PAGES} questions over "
                f"{READ_FOR.seconds // 60} minutes: then you are a member."
            )
        if level is Level.TRUSTED:
            return ""
        return f"Trusted comes with {_listed(self._missing(at))}."

    def _has_read(self, at: datetime) -> bool:
        first = self.did.first_read
        return (
            self.did.pages >= READ_PAGES
            and first is not None
            and at - first >= READ_FOR
        )

    def _missing(self, at: datetime) -> list[str]:
        more = ACCEPTED - self.did.accepted
        days = (self.joined + MEMBER_FOR - at) / timedelta(days=1)
        missing = []
        if more > 0:
            missing.append(_counted(more, "more accepted contribution"))
        if days > 0:
            missing.append(f"{_counted(int(days) + 1, 'more day')} here")
        if self.did.upheld:
            missing.append("nothing of yours being hidden by a moderator")
        return missing


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
