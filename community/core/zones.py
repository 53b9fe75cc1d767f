"""Time zones that people choose: which there are, and a moment as their clocks show it."""

from datetime import UTC, date, datetime, time, timedelta
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
    return instant.astimezone(_known(zone))


def day_ends(day: date, zone: str) -> datetime:
    """Return the instant at which `day` is over on the clocks of `zone`."""
    midnight = datetime.combine(day + timedelta(days=1), time.min)
    return midnight.replace(tzinfo=_known(zone)).astimezone(UTC)


def find_instant(shown: datetime, zone: str) -> datetime | None:
    """Return when the clocks of `zone` show `shown`, the first time if they do twice.

    None where they never do, because they are put forward then.
    """
    there = _known(zone)
    instant = shown.replace(tzinfo=there).astimezone(UTC)
    back = instant.astimezone(there).replace(tzinfo=None)
    return instant if back == shown else None


def _known(zone: str) -> ZoneInfo:
    try:
        return ZoneInfo(zone)
    except ZoneInfoNotFoundError:  # chosen long ago, and renamed since
        return ZoneInfo(UTC_ZONE)
