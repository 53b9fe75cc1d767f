"""Long lists in pieces that one statement can hold."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

SIZE = 500
"""SQLite and PostgreSQL both like fewer than a thousand values in a statement."""


def chunks(items: Sequence[T], size: int = SIZE) -> Iterator[Sequence[T]]:
    """Yield `items` in order, at most `size` of them at a time."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
