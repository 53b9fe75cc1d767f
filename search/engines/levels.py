"""Which parts of an index are merged, so that they stay few and little is rewritten. Pure."""

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")

_MOST_A_LEVEL = 8
_MOST_DOCUMENTS = 2_000


def full_level(parts: Iterable[tuple[T, int, int]]) -> list[T]:
    """Return the parts of the smallest level that is full; none where none is.

    Parts come with their size, and how much of that is alive. Levels are powers of
    eight, so each document is rewritten a few times at most; what is large waits for a
    rebuild, because merging holds up new posts.
    """
    levels: dict[int, list[tuple[T, int]]] = {}
    for part, size, alive in parts:
        levels.setdefault(_level(size), []).append((part, alive))
    for _, level in sorted(levels.items()):
        documents = sum(alive for _, alive in level)
        if len(level) >= _MOST_A_LEVEL and documents <= _MOST_DOCUMENTS:
            return [part for part, _ in level]
    return []


def _level(documents: int) -> int:
    return (max(documents, 1).bit_length() - 1) // 3
