"""How long somebody holds what waits at the desk; pure but for the clock."""

from datetime import datetime, timedelta

from community.core import clock

LEASE = timedelta(minutes=15)


def is_running(until: datetime | None) -> bool:
    return until is not None and until > clock.now()


def seconds_left(until: datetime | None) -> int:
    """Return for how many more seconds a lease runs; 0 when it is over."""
    return 0 if until is None else max(0, int((until - clock.now()).total_seconds()))


def minutes_left(until: datetime | None) -> int:
    """Return for how many more minutes a lease runs, rounded up; 0 when it is over."""
    if until is None:
        return 0
    seconds = (until - clock.now()).total_seconds()
    return max(0, -int(-seconds // 60))
