"""What screening asks of the rooms where people write, and what these ask of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flask import current_app

from community.core.events import Event

LATEST = 200
"""So many of a member's latest texts are looked at for who votes for them."""
WATCHWORDS = "fairquote.watchwords"
HOLDS = "fairquote.holds"
"""`app.extensions[…]` are a Watchwords and a KnowsHolds, which moderation hands over."""
TEAMS = "fairquote.teams"
"""`app.extensions[TEAMS]` is a KnowsTeams."""


@dataclass(frozen=True)
class Posted(Event):
    """Somebody wrote something of a kind that is moderated, or changed it, just now.

    `author_id` is who, whatever name stands beside it: for this transaction, and never
    to be kept with the text. Samples and imports are not told of.
    """

    kind: str
    object_id: int
    author_id: int
    opened_at: datetime | None = None
    """When the form was opened that it was typed into, where that is known."""


@dataclass(frozen=True)
class Writing:
    """A public text as it is compared with others; no author where it has an alias."""

    kind: str
    object_id: int
    title: str
    url: str
    text: str
    author_id: int | None
    at: datetime
    """When it was written, as its page says."""


@dataclass(frozen=True)
class Moment:
    """That a member wrote something; no time where it stands under an alias."""

    at: datetime | None
    is_public: bool


@dataclass(frozen=True)
class Ballot:
    """One member's vote for what another wrote under their name."""

    object_id: int
    author_id: int
    voter_id: int


class Screened(Protocol):
    """A kind of thing that is screened; each slice offers its own."""

    kind: str

    def latest(self, limit: int) -> list[Writing]:
        """Return the newest public ones, the newest first."""
        ...

    def written_by(self, user_id: int, limit: int) -> list[Moment]:
        """Return the latest of a member's, those under an alias included."""
        ...

    def authors_about(self, vendor_id: int, since: datetime) -> list[int]:
        """Return who wrote about a vendor since then, once for each text with a name."""
        ...

    def ballots(self, since: datetime, limit: int) -> list[Ballot]:
        """Return the latest votes for public ones that have an author's name."""
        ...

    def ballots_around(self, user_id: int, since: datetime) -> list[Ballot]:
        """Return who voted for a member's latest since then, and whom they voted for.

        Those of public texts with an author's name; one query at most.
        """
        ...


@dataclass(frozen=True)
class Team:
    """The domains and the accounts that speak for a vendor."""

    domains: frozenset[str]
    user_ids: frozenset[int]
    declared_ids: frozenset[int] = frozenset()
    """Who asked to speak for it and is not approved yet, or is no more."""


class KnowsTeams(Protocol):
    """What knows who was approved to speak for a vendor."""

    def team_of(self, vendor_id: int) -> Team: ...

    def declared_like(self, user_id: int, limit: int) -> list[tuple[int, str]]:
        """Return who declared under their name to be of the same vendor as a member.

        Their ids with the vendor's name; one query.
        """
        ...


class Watchwords(Protocol):
    """The patterns that the host has watched for."""

    def apply(self, fields: Mapping[str, str], refusal: str) -> dict[str, str]:
        """Return the texts with what is to be replaced; raise Invalid for a blocked one."""
        ...


class KnowsHolds(Protocol):
    """What knows why something is held."""

    def sentence_of(self, kind: str, object_id: int) -> str:
        """Return why it waits and until when, "" if no case says so."""
        ...


def teams() -> KnowsTeams:
    """Return what knows who speaks for vendors."""
    known: KnowsTeams = current_app.extensions[TEAMS]
    return known


def watched(fields: Mapping[str, str], refusal: str) -> dict[str, str]:
    """Return texts as they may be posted; raise Invalid, `refusal`, for what may not."""
    known: Watchwords = current_app.extensions[WATCHWORDS]
    return known.apply(fields, refusal)


def hold_sentence(kind: str, object_id: int) -> str:
    """Return what the author of something that is held should know."""
    known: KnowsHolds = current_app.extensions[HOLDS]
    return known.sentence_of(kind, object_id)
