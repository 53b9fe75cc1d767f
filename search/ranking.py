"""The ranking formula: BM25 with Lucene's idf and a few gentle factors. Pure.

It is the same for every engine: an engine finds out in which documents the words stand,
how often, and how long the fields are; what that is worth is computed here, for all
documents at once.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:  # starting must not pay for NumPy, and the settings stand here too
    import numpy as np
    from numpy.typing import NDArray

K1 = 1.2
B = 0.75

HEADLINED = MappingProxyType({"answer": 1.0, "review": 1.0, "deal": 1.0})
"""Kinds whose title is a headline made by us ("Review of …"), or their question's."""

Floats: TypeAlias = "NDArray[np.float64]"


@dataclass(frozen=True)
class Ranking:
    """How much a word in the title counts beside one in the body, and what adds to that.

    Measured: a title boost of 3 is best where the title is the question, 1 where it is a
    headline. Every other number is a factor on the sum over the words; where a document
    has no date, band or mark, nothing is added for it.
    """

    title_boosts: Mapping[str, float] = field(default_factory=lambda: HEADLINED)
    default_title_boost: float = 3.0
    all_words: float = 1.1
    """For documents that have every word of several."""
    phrase: float = 1.15
    """For those that have them one after another."""
    exact_title: float = 1.5
    """For those whose title says just that."""
    fresh: float = 1.1
    """For what is of today; half of what is added after each `half_life_days`."""
    half_life_days: float = 365.0
    accepted: float = 1.05
    """For questions whose answer was accepted."""
    verified: float = 1.05
    """For what comes from somebody whose employment was verified."""
    same_band: float = 1.1
    """For what comes from an organisation of the size of the reader's."""

    def title_boost(self, kind: str) -> float:
        """Return what a word in the title of such a thing counts."""
        return self.title_boosts.get(kind, self.default_title_boost)


def idf(documents_with: int, documents: int) -> float:
    """Return how telling a word is that stands in so many of so many documents."""
    documents_with = min(documents_with, documents)
    return math.log(1 + (documents - documents_with + 0.5) / (documents_with + 0.5))


def norms(lengths: "NDArray[np.uint32]", average: float) -> Floats:
    """Return, for each field length, the norm that `gains` takes."""
    found: Floats = K1 * (1 - B) + (K1 * B / (average or 1.0)) * lengths.astype(float)
    return found


def gains(times: "NDArray[np.uint32]", norm: Floats) -> Floats:
    """Return what a word adds by standing somewhere so often, as a share of its idf."""
    return (K1 + 1) * times / (times + norm)


def freshness(ranking: Ranking, ages_in_days: Floats) -> Floats:
    """Return the factors for documents so old."""
    halvings: Floats = ages_in_days.clip(min=0) / ranking.half_life_days
    return 1 + (ranking.fresh - 1) * 0.5**halvings
