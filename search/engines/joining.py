"""Small segments as one: what a search does for each segment costs more than their words.

What is written comes in segments of a few documents, so that there are always some.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, TypeVar

import numpy as np

from search.engines.postings import NO_POSTINGS, Postings
from search.engines.records import Columns, Mask, joined_columns
from search.engines.scoring import Leaf

_MOST_TOGETHER = 20_000
"""Documents of the small segments: as many as are joined in a millisecond or two."""

Name = TypeVar("Name")
Part = tuple[Columns, Mask]
"""What is known of a segment's documents, and which are not deleted."""


@dataclass(frozen=True)
class Group(Generic[Name]):
    """Segments that are searched as one, their documents one behind the other."""

    names: Sequence[Name]
    columns: Columns
    alive: Mask


def grouped(segments: Mapping[Name, Part]) -> list[Group[Name]]:
    """Return the small segments as one group, and each of the others alone."""
    ordered = sorted(segments, key=lambda name: len(segments[name][0]))
    sizes = accumulate(len(segments[name][0]) for name in ordered)
    few = sum(size <= _MOST_TOGETHER for size in sizes)
    groups = [Group([name], *segments[name]) for name in ordered[few:]]
    small = [segments[name] for name in ordered[:few]]
    if small:
        columns = joined_columns([one for one, _ in small])
        alive = np.concatenate([one for _, one in small])
        groups.append(Group(ordered[:few], columns, alive))
    return groups


def leaf_of(group: Group[Name], parts: Mapping[Name, Leaf]) -> Leaf:
    """Return the leaf of a group, given those of all segments."""
    if len(group.names) == 1:
        return parts[group.names[0]]
    return _Joined(group, [parts[name] for name in group.names])


class _Joined:
    """A search.engines.scoring.Leaf of several."""

    def __init__(self, group: Group[Name], parts: Sequence[Leaf]) -> None:
        self.columns = group.columns
        self.alive = group.alive
        self._parts = parts
        sizes = [len(part.columns) for part in parts]
        self._begins = [
            end - size for end, size in zip(accumulate(sizes), sizes, strict=True)
        ]

    def postings(self, field: str, text: str) -> Postings:
        found = [
            (begin, postings)
            for begin, part in zip(self._begins, self._parts, strict=True)
            if len((postings := part.postings(field, text)).documents)
        ]
        if not found:
            return NO_POSTINGS
        return Postings(
            np.concatenate([one.documents + np.uint32(begin) for begin, one in found]),
            np.concatenate([one.times for _, one in found]),
            b"".join(one.places().astype("<u4").tobytes() for _, one in found),
        )

    def count(self, field: str, text: str) -> int:
        return sum(part.count(field, text) for part in self._parts)

    def having(self, field: str, texts: Sequence[str]) -> Mask:
        return np.concatenate([part.having(field, texts) for part in self._parts])

    def beginning(self, field: str, prefix: str, most: int) -> list[tuple[str, int]]:
        counts: Counter[str] = Counter()
        for part in self._parts:
            counts.update(dict(part.beginning(field, prefix, most)))
        return sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:most]
