"""What happened to published prices, told to whoever tells their readers."""

from dataclasses import dataclass

from community.core.events import Event


@dataclass(frozen=True)
class PricesReleased(Event):
    """A release came out, all figures at once; never says who reported."""

    release_id: int
