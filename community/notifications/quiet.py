"""Quiet hours: the hours of a reader's own clock in which no mail about news goes out."""

from dataclasses import dataclass
from datetime import datetime

HOURS = range(24)


@dataclass(frozen=True)
class QuietHours:
    """From one full hour until another, of the same day or the next."""

    begins: int
    ends: int

    def hold(self, there: datetime) -> bool:
        """Whether mail waits at `there`, a moment as the reader's clock shows it."""
        if self.begins < self.ends:
            return self.begins <= there.hour < self.ends
        return there.hour >= self.begins or there.hour < self.ends
