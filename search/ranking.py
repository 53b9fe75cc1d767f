"""The ranking formula: BM25 with Lucene's idf, the same for every engine. Pure."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

K1 = 1.2
B = 0.75


@dataclass(frozen=True)
class Ranking:
    """How much a word in the title counts beside one in the body, by kind.

    Measured: 3 is best where the title is the question, 1 where it is a headline.
    """

    title_boosts: Mapping[str, float] = field(default_factory=dict)
    default_title_boost: float = 3.0

    def title_boost(self, kind: str) -> float:
        return self.title_boosts.get(kind, self.default_title_boost)


def idf(documents_with: int, documents: int) -> float:
    """Return how telling a word is that stands in so many of so many documents."""
    documents_with = min(documents_with, documents)
    return math.log(1 + (documents - documents_with + 0.5) / (documents_with + 0.5))


def norms(lengths: Iterable[int], average: float) -> list[float]:
    """Return, for each field length, the norm that `gain` takes."""
    scale = B / (average or 1.0)
    return [K1 * (1 - B + scale * length) for length in lengths]


def gain(occurrences: float, norm: float) -> float:
    """Return what a word adds by standing somewhere, as a share of its idf."""
    return (K1 + 1) * occurrences / (occurrences + norm)
