"""What happened to published prices, told to whoever tells their readers."""

import zlib
from dataclasses import dataclass

from community.core.events import Event

CARD_KIND = "deal"
"""What search calls a card: a deal that its author shows."""
_POSITIVE = 0x7FFFFFFF


def number_of(card_id: str) -> int:
    """Return what search knows a card by: of its random public id, and never of its age."""
    return zlib.crc32(card_id.encode()) & _POSITIVE


@dataclass(frozen=True)
class PricesReleased(Event):
    """A release came out, all figures at once; never says who reported."""

    release_id: int
