"""Time zones that people choose: which there are, and a moment as their clocks show it."""

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

UTC_ZONE = "UTC"
MAX_ZONE = 40
_REGIONS = (
    *("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/"),
    *("Europe/", "Indian/", "Pacific/"),
)


@cache
def zone_names() -> tuple[str, ...]:
    """Return the zones to choose from: UTC, then those of the regions."""
    named = (one for one in available_timezones() if one.startswith(_REGIONS))
    return (UTC_ZONE, *sorted(one for one in named if len(one) <= MAX_ZONE))


def in_zone(instant: datetime, zone: str) -> datetime:
    """Return the same instant on the clocks of `zone`; in UTC where that is not known."""
    try:
        return instant.astimezone(ZoneInfo(zone))
    except ZoneInfoNotFoundError:  # chosen long ago, and renamed since
        return instant.astimezone(ZoneInfo(UTC_ZONE))
