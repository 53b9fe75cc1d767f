"""Addresses of events, made without a request: mails and rows need them too."""

EVENTS = "/events/"
MINE = "/events/mine"
CALENDAR = "event.ics"
"""What a calendar file is called: it says nothing."""
DESK = "/events/desk/"
"""Where organisers find what they announced."""


def event_path(public_id: str) -> str:
    """Return the page that everybody reads."""
    return f"{EVENTS}{public_id}"


def registration_path(public_id: str) -> str:
    """Return the page of whoever registered: the one with the address to join."""
    return f"{EVENTS}{public_id}/registration"


def desk_path(public_id: str) -> str:
    return f"{DESK}{public_id}"
