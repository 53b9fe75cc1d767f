"""What happened to public-record prices."""

from dataclasses import dataclass

from community.core.events import Event


@dataclass(frozen=True)
class PricesImported(Event):
    """A run is complete: its rows are in, its products' figures are computed."""

    run_id: int
    taken: int
