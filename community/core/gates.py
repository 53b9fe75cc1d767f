"""Who may hold a thread while others wait: writers, and senders of what is still arriving.

A web process has few threads, and a sender decides how long theirs takes. Some threads are
never given to requests with a body, so that readers are answered whatever else goes on.
"""

import threading

SENDERS = 2
"""Places for what is asked by POST and changes nothing, taken only while it arrives."""
_FOR_READERS = 1
_SENDERS_WAIT = 0.05
"""Seconds; an honest question has arrived long before."""


class Gate:
    """Lets so many threads through at a time, and turns others away."""

    def __init__(self, most: int, wait: float = 0) -> None:
        self._places = threading.BoundedSemaphore(max(1, most))
        self._wait = wait

    def enter(self) -> bool:
        """Take a place, waiting shortly if the gate does; False when all are taken."""
        if self._wait:
            return self._places.acquire(timeout=self._wait)
        return self._places.acquire(blocking=False)

    def leave(self) -> None:
        self._places.release()


def write_gate(threads: int) -> Gate:
    """Return the gate of writers of a process with `threads` threads."""
    return Gate(threads - SENDERS - _FOR_READERS)


def sender_gate() -> Gate:
    """Return the gate of those whose question is still arriving."""
    return Gate(SENDERS, _SENDERS_WAIT)
