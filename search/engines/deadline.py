"""How long one search may take."""

import time

SEARCH_SECONDS = 0.2
"""What one search may cost where people wait for it."""


class OutOfTime(Exception):
    """The search took as long as it may; what was scored so far stands."""


class Deadline:
    """So many seconds of this thread's CPU.

    Not of the clock on the wall: a crowded machine makes a search slow, but must not
    make it find less.
    """

    def __init__(self, seconds: float) -> None:
        self._until = time.thread_time() + seconds
        self._not_before = time.monotonic() + seconds

    def check(self) -> None:
        """Raise OutOfTime when the time is up."""
        if self.is_over:
            raise OutOfTime

    @property
    def is_over(self) -> bool:
        """Whether the time is up.

        A thread cannot have spent more than has passed, and the clock on the wall is
        read a hundred times faster than what the thread has spent.
        """
        return time.monotonic() >= self._not_before and time.thread_time() > self._until
