"""Addresses of requests, made without a request: mails and rows need them too."""

BUYERS = "/requests/"
CALENDAR = "time.ics"
"""What a calendar file is called: it says nothing."""
DESK = "/rep/requests/"
"""Where a vendor's people find what is open: mails to them lead here, and no further."""


def request_path(public_id: str) -> str:
    """Return the buyer's page of a request."""
    return f"{BUYERS}{public_id}"


def desk_path(public_id: str) -> str:
    """Return the vendor's page of a request, while it is open."""
    return f"{DESK}{public_id}"


def ask_path(vendor_slug: str) -> str:
    return f"{BUYERS}new?vendor={vendor_slug}"


def message_path(public_id: str) -> str:
    """Return where whoever may read a message is led to it."""
    return f"{BUYERS}messages/{public_id}"


def anchor_of(public_id: str) -> str:
    return f"message-{public_id}"
