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


def finding_of(ring: Ring, voter: str) -> Finding:
    told = (
        f"{voter} gave {ring.given} of the {ring.of} votes that its author got within "
        f"{THRESHOLDS.votes_within.days} days"
    )
    told += f", and got {ring.returned} back." if ring.returned else "."
    return Finding(Rule.VOTES, told, THRESHOLDS.votes, Reason.UNDISCLOSED)
