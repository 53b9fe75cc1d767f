"""Work of deals outside the request."""

from datetime import timedelta

from community.accounts.notices import send_notices
from community.core.jobs import JobRegistry, enqueue
from community.deals.notes.rules import take_in_earlier

TAKE_IN_NOTES = "deals.take-in-notes"
"""Once, from the migration that it came with: no note before that one was taken in."""
_SEND_NOTICES = "deals.send-notices"


def register(registry: JobRegistry) -> None:
    registry.handler(_SEND_NOTICES, send_notices)
    registry.periodic(_SEND_NOTICES, every=timedelta(days=1))
    registry.handler(TAKE_IN_NOTES, take_in_notes)


def take_in_notes(after: int) -> None:
    """Let moderators read the notes of some more deals, and leave the rest to another job."""
    last = take_in_earlier(after=after)
    if last is not None:
        enqueue(TAKE_IN_NOTES, unique_key=f"{TAKE_IN_NOTES}:{last}", after=last)
