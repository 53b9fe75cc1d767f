"""Secrets that we hand out: made at random, kept only as hashes."""

import hashlib
import secrets

_BYTES = 32


def new_token() -> str:
    """Return 256 random bits for a cookie or a link."""
    return secrets.token_urlsafe(_BYTES)


def digest(token: str) -> str:
    """Return what the database keeps of `token`; any text has one."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
