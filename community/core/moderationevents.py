"""What other rooms tell moderation, and moderation them: facts about what people wrote."""

from dataclasses import dataclass

from community.core.actors import Actor
from community.core.events import Event


@dataclass(frozen=True)
class DecidedInPlace(Event):
    """A moderator decided about something where it stands, and not in a case.

    `deed` is what the public log calls it, `facts` what was found.
    """

    actor: Actor
    kind: str
    object_id: int
    deed: str
    facts: str


@dataclass(frozen=True)
class VersionTakenOut(Event):
    """An author took a version out of the history of what everybody sees with their name."""

    kind: str
    object_id: int
    version: int


@dataclass(frozen=True)
class Reported(Event):
    """Somebody reported something."""

    kind: str
    object_id: int


@dataclass(frozen=True)
class ReportsJudged(Event):
    """What was reported of something counts otherwise now: in vain, rightly, or open again."""

    kind: str
    object_id: int


@dataclass(frozen=True)
class Refiled(Event):
    """Something belongs to another category now, and so does what is said of it."""


@dataclass(frozen=True)
class AuthorHidden(Event):
    """Something stands under an alias from now on: what was kept of its author is to go."""

    kind: str
    object_id: int
