"""Votes that come from few hands: who gets most of theirs from one member, or in exchange.

Pure.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from community.core.screening import Ballot
from moderation.kinds import Reason
from moderation.screening.facts import Finding, Rule
from moderation.screening.thresholds import THRESHOLDS


@dataclass(frozen=True)
class Ring:
    """An author, who votes for them, and the latest text that it shows on."""

    author_id: int
    voter_id: int
    given: int
    of: int
    returned: int
    object_id: int


def rings(ballots: Sequence[Ballot]) -> list[Ring]:
    """Return the pairs in which one member gives most of another's votes."""
    of = Counter(one.author_id for one in ballots)
    given = Counter((one.author_id, one.voter_id) for one in ballots)
    latest: dict[tuple[int, int], int] = {}
    for one in ballots:
        latest.setdefault((one.author_id, one.voter_id), one.object_id)
    return [
        Ring(author, voter, count, of[author], given[voter, author], latest[pair])
        for pair, count in given.items()
        for author, voter in (pair,)
        if count >= THRESHOLDS.votes_least
        and count >= THRESHOLDS.votes_share * of[author]
    ]


@dataclass(frozen=True)
class Hand:
    """Somebody who votes for an author, and how often they got one back."""

    voter_id: int
    given: int
    of: int
    returned: int

    @property
    def sentence(self) -> str:
        """Return what they did, to go on after their handle."""
        told = (
            f"gave {self.given} of the {self.of} votes that its author got within "
            f"{THRESHOLDS.votes_within.days} days"
        )
        return told + (f", and got {self.returned} back" if self.returned else "")


def hands(ballots: Sequence[Ballot], author_id: int) -> list[Hand]:
    """Return the few who give an author much of their votes, or exchange some with them.

    The most votes come first; `ballots` are those around the author.
    """
    got = Counter(one.voter_id for one in ballots if one.author_id == author_id)
    back = Counter(one.author_id for one in ballots if one.voter_id == author_id)
    of = got.total()
    return [
        Hand(voter, given, of, back[voter])
        for voter, given in got.most_common()
        if (given >= THRESHOLDS.votes_least and given >= THRESHOLDS.votes_hands * of)
        or min(given, back[voter]) >= THRESHOLDS.votes_mutual
    ]


def finding_of(ring: Ring, voter: str) -> Finding:
    told = (
        f"{voter} gave {ring.given} of the {ring.of} votes that its author got within "
        f"{THRESHOLDS.votes_within.days} days"
    )
    told += f", and got {ring.returned} back." if ring.returned else "."
    return Finding(Rule.VOTES, told, THRESHOLDS.votes, Reason.UNDISCLOSED)
