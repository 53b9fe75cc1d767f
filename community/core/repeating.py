"""Letters that come again unasked: how rooms have them sent that know nothing of mail's rules.

They keep what holds for mails about news: each ends by a link that needs no login, none
goes where mails came back, and a day has only so many.
"""

from enum import StrEnum
from typing import Protocol

from flask import current_app

EXTENSION = "fairquote.repeated_letters"
"""`app.extensions[EXTENSION]` is a SendsRepeated that app.py hands over."""


class Repeated(StrEnum):
    """A kind of letter, all of which one link ends."""

    ASKED = "asked"
    """Questions that somebody may be able to answer, as they agreed to."""
    REMINDER = "reminder"
    """Of dates: what a room decided, and events."""
    LATE = "late"
    """Of what waits too long for a moderator."""


class SendsRepeated(Protocol):
    """Something that knows to whom such letters may go today."""

    def send(self, kind: Repeated, user_id: int, subject: str, text: str) -> bool:
        """Do as send_repeated()."""
        ...


def send_repeated(kind: Repeated, user_id: int, subject: str, text: str) -> bool:
    """Send a letter, with how to end its kind, or drop it where no such letter may go.

    Returns False where only the day has no room left for it.
    """
    source: SendsRepeated = current_app.extensions[EXTENSION]
    return source.send(kind, user_id, subject, text)
