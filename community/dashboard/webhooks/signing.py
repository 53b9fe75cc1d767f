"""Signatures of the Standard Webhooks: HMAC-SHA256 over id, time and body; pure."""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

_PREFIX = "whsec_"
_BYTES = 32


def new_secret() -> str:
    """Return a secret of 32 random bytes, as receivers take it."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def signature(secret: str, message_id: str, at: datetime, body: str) -> str:
    """Return one signature, "v1,…"; raise ValueError for what is no secret."""
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error:
        raise ValueError("A secret is whsec_ and base64.") from None
    signed = f"{message_id}.{int(at.timestamp())}.{body}".encode()
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def headers(
    keys: Sequence[str], message_id: str, at: datetime, body: str
) -> dict[str, str]:
    """Return what a delivery carries; of two secrets both sign, and either is enough."""
    return {
        "Content-Type": "application/json",
        "User-Agent": "Fairquote-Webhooks/1",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(
            signature(key, message_id, at, body) for key in keys
        ),
    }
