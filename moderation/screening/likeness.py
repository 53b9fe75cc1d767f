"""Which texts are nearly the same: rows of words, and a few hashes that find them.

Pure. Two texts that share 60 % of their rows share a band of hashes in 19 cases of 20.
"""

import re
from itertools import islice
from zlib import crc32

_WORD = re.compile(r"\w+")
_ROW = 5
_MOST_WORDS = 2_000
BANDS, _IN_BAND = 24, 4
_PRIME = (1 << 61) - 1
_MIX = [
    (crc32(f"a{at}".encode()) | 1, crc32(f"b{at}".encode()))
    for at in range(BANDS * _IN_BAND)
]


def rows_of(text: str) -> frozenset[int]:
    """Return hashes of each five words that follow each other."""
    words = [one[0] for one in islice(_WORD.finditer(text.lower()), _MOST_WORDS)]
    return frozenset(
        crc32(" ".join(words[at : at + _ROW]).encode("utf-8", "replace"))
        for at in range(len(words) - _ROW + 1)
    )


def share(one: frozenset[int], other: frozenset[int]) -> float:
    """Return how much of the smaller of two texts stands in the other, 0 to 1."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def bands(rows: frozenset[int]) -> list[int]:
    """Return a hash for each band, by which texts alike are looked up; none for no rows."""
    if not rows:
        return []
    least = [min((a * row + b) % _PRIME for row in rows) for a, b in _MIX]
    return [
        crc32(repr(least[at : at + _IN_BAND]).encode())
        for at in range(0, len(least), _IN_BAND)
    ]
