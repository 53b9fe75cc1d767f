"""The figures that screening goes by: one table, shown to the host, changed by nobody.

They only order the queue, or keep the first post of a new account for a person to look
at. There is no switch: what protects members can't be turned off by who runs the site.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Thresholds:
    """Weights add up to a case's score, in which a flag of a new member counts 1."""

    opens_from: float = 1.0
    """From this weight on what rules found makes a case of its own."""
    holds_from: float = 2.0
    """From this weight on the first post of a new account waits for a moderator."""
    link: float = 2.0
    contact: float = 2.0
    pace: float = 1.0
    pace_posts: int = 5
    pace_within: timedelta = timedelta(minutes=10)
    typing: float = 1.0
    """Alone it makes a case and holds nothing: who pastes is as fast as a program."""
    typing_within: timedelta = timedelta(milliseconds=3_000)
    """The first text of a new account whose form was open for less is no hands' work."""
    repeated: float = 2.0
    repeated_from: float = 0.6
    """The share of five-word rows that two texts have in common."""
    repeated_words: int = 12
    """Shorter texts are alike by chance."""
    team: float = 3.0
    burst: float = 1.5
    burst_authors: int = 4
    burst_within: timedelta = timedelta(days=1)
    burst_age: timedelta = timedelta(days=7)
    votes: float = 1.5
    votes_least: int = 5
    votes_share: float = 0.5
    """The share of an author's votes that come from one member."""
    votes_hands: float = 0.2
    """The share from which who gave it stands beside a case, as one of few."""
    votes_mutual: int = 3
    """So many votes each way are an exchange, which stands beside a case, too."""
    votes_within: timedelta = timedelta(days=30)
    advertising: float = 2.0
    pattern: float = 2.0
    reported: float = 2.0
    reported_by: int = 3
    """So many members that report what a new account wrote have its next texts wait."""
    first_posts: int = 20
    """So many of a member's latest are looked at, of each kind."""


THRESHOLDS = Thresholds()
