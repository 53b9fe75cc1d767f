"""How long a form was open: its key says when it was handed out, under our signature."""

import hmac
import secrets
from datetime import UTC, datetime, timedelta

from community.core import clock
from community.core.sealing import pseudonym

_PURPOSE = "form.opened"
_DIGITS = 16
_PARTS = 3
"""What was drawn, the time in milliseconds, and the signature of both."""


def new_key() -> str:
    """Return what tells a form from the next one, and when it was opened."""
    drawn = secrets.token_urlsafe(16)
    made = int(clock.now().timestamp() * 1000)
    return f"{drawn}.{made}.{_signature(drawn, made)}"


def untimed_key() -> str:
    """Return the key of a form that comes filled in: its time would say nothing."""
    return secrets.token_urlsafe(16)


def opened_at(key: str) -> datetime | None:
    """Return when a form with this key was opened; None where it doesn't say, or not by us."""
    parts = key.split(".")
    if len(parts) != _PARTS or not parts[1].isdecimal():
        return None
    drawn, made, signature = parts
    expected = _signature(drawn, made)
    if not hmac.compare_digest(signature.encode(errors="replace"), expected.encode()):
        return None
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=int(made))


def _signature(drawn: str, made: int | str) -> str:
    return pseudonym(_PURPOSE, f"{drawn}.{made}")[:_DIGITS]
