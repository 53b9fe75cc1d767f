"""Which events there are, how far one has come, and what may change of it."""

from enum import StrEnum


class DemoKind(StrEnum):
    DEMO = "demo"
    WEBINAR = "webinar"


KIND_LABELS = {DemoKind.DEMO: "Open demo", DemoKind.WEBINAR: "Webinar"}

LENGTHS = (15, 30, 45, 60, 90, 120)
"""How many minutes an event may take."""


class Stage(StrEnum):
    ANNOUNCED = "announced"
    CANCELLED = "cancelled"
    OVER = "over"
    """Noted by a job: pages that were kept must hear of it."""


class Change(StrEnum):
    """What those who registered are told of."""

    MOVED = "moved"
    """To another time, or to another place."""
    CANCELLED = "cancelled"
