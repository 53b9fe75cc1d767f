"""When a reader's own clock lets mail about news go out: not in quiet hours, digests mornings."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from community.core.zones import in_zone

HOURS = range(24)
MORNING = 8
"""The hour from which a digest goes out; where quiet hours hold it, they end first."""
MORNING_LASTS = 4
"""Hours in which it still does: a worker that was down late in one misses none."""


@dataclass(frozen=True)
class QuietHours:
    """From one full hour until another, of the same day or the next."""

    begins: int
    ends: int

    def hold(self, there: datetime) -> bool:
        """Whether mail waits at `there`, a moment as the reader's clock shows it."""
        return self.hold_at(there.hour)

    def hold_at(self, hour: int) -> bool:
        if self.begins < self.ends:
            return self.begins <= hour < self.ends
        return hour >= self.begins or hour < self.ends


def is_quiet(there: datetime, quiet: QuietHours | None) -> bool:
    """Whether news wait at `there`, a moment as the reader's clock shows it."""
    return quiet is not None and quiet.hold(there)


def digest_hour(quiet: QuietHours | None) -> int:
    """Return from which hour of a day a digest goes out."""
    if quiet is not None and quiet.hold_at(MORNING):
        return quiet.ends
    return MORNING


def is_digest_time(there: datetime, quiet: QuietHours | None) -> bool:
    """Whether a digest that waits goes out at `there`, as the reader's clock shows it."""
    since = (there.hour - digest_hour(quiet)) % len(HOURS)
    return since < MORNING_LASTS and not is_quiet(there, quiet)


def digest_due(ended: datetime, zone: str, quiet: QuietHours | None) -> datetime:
    """Return when the digest of what ended then goes out, on the clocks of `zone`."""
    due = there = in_zone(ended, zone)
    while not is_digest_time(due, quiet):
        due = in_zone(due.astimezone(UTC) + timedelta(hours=1), zone)
    return due if due == there else due.replace(minute=0)
