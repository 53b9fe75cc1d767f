"""The score of a product: what its reviews say, held back while they are few. Pure.

`score = (Σ weight × stars + PRIOR_WEIGHT × PRIOR_STARS) / (Σ weight + PRIOR_WEIGHT)`

over voices: an organisation is one however many of its people wrote, and so is somebody
whose organisation is not verified. A voice weighs half after each HALF_LIFE_MONTHS. Such
weights keep their ratios for ever, so that sums are stored as of EPOCH and only scaled
when they are read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from community.catalog.disclosure import COUNTED_RELATIONSHIPS, Relationship
from community.reviews.dimensions import Dimension

PRIOR_WEIGHT = 4.0
PRIOR_STARS = 3.0
"""Four voices in the middle of the scale, as in (up + 2) / (up + down + 4)."""
HALF_LIFE_MONTHS = 18
UNVERIFIED_WEIGHT = 0.5
"""Of somebody without a verified organisation: accounts are made faster than employers."""
EPOCH_YEAR = 2026


@dataclass(frozen=True)
class Sum:
    """Weights of voices, and their weighted stars, as of EPOCH."""

    weight: float = 0.0
    total: float = 0.0

    def score(self, now: datetime) -> float:
        """Return the score on `now`'s scale of 1 to 5."""
        scale = 1 / weight_at(now)
        held = PRIOR_WEIGHT * PRIOR_STARS
        return (self.total * scale + held) / (self.weight * scale + PRIOR_WEIGHT)

    def weight_on(self, now: datetime) -> float:
        return self.weight / weight_at(now)

    def average(self) -> float | None:
        """Return the weighted mean, nothing held back; None where nobody rated."""
        return self.total / self.weight if self.weight else None


@dataclass(frozen=True)
class Score:
    """What is known of one product's reviews at `now`."""

    reviews: int
    voices: int
    overall: Sum
    parts: Mapping[Dimension, Sum]
    now: datetime

    @property
    def value(self) -> float | None:
        """The score; None while no review counts."""
        return self.overall.score(self.now) if self.voices else None

    @property
    def average(self) -> float | None:
        return self.overall.average()

    @property
    def weight_today(self) -> float:
        return self.overall.weight_on(self.now)


def weight_at(instant: datetime) -> float:
    """Return what a voice of that month weighs beside one of January in EPOCH_YEAR."""
    months = (instant.year - EPOCH_YEAR) * 12 + instant.month - 1
    return float(2 ** (months / HALF_LIFE_MONTHS))


def weight_of(
    relationship: Relationship, *, is_verified: bool, rated_at: datetime
) -> float:
    """Return what a review weighs as of EPOCH; 0 for those who never paid for it."""
    if relationship not in COUNTED_RELATIONSHIPS:
        return 0.0
    return weight_at(rated_at) * (1.0 if is_verified else UNVERIFIED_WEIGHT)


def overall_of(ratings: Mapping[Dimension, int | None]) -> int:
    """Return the mean of the ratings that were given, in hundredths of a star."""
    given = [stars for stars in ratings.values() if stars is not None]
    return (200 * sum(given) + len(given)) // (2 * len(given))
