"""What a product's prices may be broken down by (P5), and which bands lie side by side."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Dimension(StrEnum):
    SIZE = "size"
    REGION = "region"
    QUANTITY = "quantity"
    TERM = "term"
    SECTOR = "sector"


@dataclass(frozen=True)
class Choice:
    """What a moderator froze for a product (P5): its dimensions, and the rung's choice.

    `instead_of_quartiles` shows the first breakdown where it can't stand beside them.
    """

    first: Dimension | None = None
    second: Dimension | None = None
    instead_of_quartiles: bool = False


NO_BREAKDOWN = Choice()

ORDERED = frozenset({Dimension.SIZE, Dimension.QUANTITY, Dimension.TERM})
"""Dimensions whose thin bands merge with the next one; of the others into OTHER."""

OTHER = "Other"
JOINED = "+"

_SIZE_WORDS = ("micro", "small", "smb", "sme", "mid", "medium", "large", "ent")
"""How tables of other people's call sizes, from small to large."""
_NUMBER = re.compile(r"\d[\d,.]*", re.ASCII)


def in_order(dimension: Dimension, labels: Iterable[str]) -> list[str]:
    """Return `labels` from small to large; those of unordered dimensions by name."""
    return sorted(set(labels), key=lambda one: _place(dimension, one))


def _place(dimension: Dimension, label: str) -> tuple[float, float, str]:
    if dimension not in ORDERED:
        return (0, 0, label)
    number = _NUMBER.search(label)
    if number:
        below = label.lstrip().startswith("<")
        value = float(number.group().replace(",", "").rstrip("."))
        return (0, value - (0.5 if below else 0), label)
    return (1, _size_word(label), label)


def _size_word(label: str) -> int:
    for place, word in enumerate(_SIZE_WORDS):
        if label.casefold().startswith(word):
            return place
    return len(_SIZE_WORDS)
