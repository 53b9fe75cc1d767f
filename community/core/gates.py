"""Who may hold a thread while others wait: writers, and senders of what is still arriving.

A web process has few threads, and a sender decides how long theirs takes. Some threads are
never given to requests with a body, so that readers are answered whatever else goes on.
"""

import threading

from flask import Flask, current_app

from community.core.errors import Unavailable

WRITERS = "fairquote.write_gate"
"""`app.extensions[…]` are the gates of a process."""
ASKERS = "fairquote.sender_gate"
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


def init_app(app: Flask, threads: int) -> None:
    """Put up the gates of a process with `threads` threads."""
    app.extensions[WRITERS] = Gate(threads - SENDERS - _FOR_READERS)
    app.extensions[ASKERS] = Gate(SENDERS, _SENDERS_WAIT)


def enter(name: str) -> None:
    """Take a place; raise Unavailable when all are taken."""
    if not _gate(name).enter():
        raise Unavailable("Many people are writing right now. Please try again.")


def leave(name: str) -> None:
    _gate(name).leave()


def _gate(name: str) -> Gate:
    gate: Gate = current_app.extensions[name]
    return gate
