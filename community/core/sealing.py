"""Who is behind something, told by a key that is never in the database."""

import hashlib
import hmac

from community.core.settings import get_settings


def pseudonym(purpose: str, value: str) -> str:
    """Return the name of `value` for `purpose`: 64 hex digits (HMAC-SHA256).

    The same value always has the same one; without the key nobody finds the value by
    trying, and pseudonyms of two purposes cannot be matched.
    """
    # A key for each purpose: no purpose and value run together into those of another.
    key = _mac(get_settings().seal_key.encode(), purpose)
    return _mac(key, value).hex()


def _mac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), hashlib.sha256)
