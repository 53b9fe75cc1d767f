"""The link of a consent: proves the address, brings what was asked for, takes it back.

It is made again from the seal key each time, so that the database holds nothing of it.
"""

from hmac import compare_digest

from community.catalog.paths import is_public_id
from community.core.sealing import pseudonym

_PURPOSE = "lead.link"
_MAC_LENGTH = 40


def link_path(public_id: str, page: str = "") -> str:
    """Return the address of a consent's page, or of one below it: "file", "withdraw"."""
    token = f"{public_id}-{_mac(public_id)}"
    return f"/guides/link/{token}" + (f"/{page}" if page else "")


def read_token(token: str) -> str | None:
    """Return the public id of whose link `token` is; None for any that we did not make."""
    public_id, _, mac = token.partition("-")
    if not is_public_id(public_id):
        return None
    is_ours = compare_digest(mac.encode(), _mac(public_id).encode())
    return public_id if is_ours else None


def _mac(public_id: str) -> str:
    return pseudonym(_PURPOSE, public_id)[:_MAC_LENGTH]
