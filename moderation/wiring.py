"""Joining moderation to the application: the one entry for the composition root."""

from community.core.events import Audited, Bus
from moderation import audit


def init(bus: Bus) -> None:
    """Let every Audited event leave a row."""
    bus.subscribe(Audited, audit.record)
