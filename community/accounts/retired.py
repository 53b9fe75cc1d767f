"""Handles of who went: kept from others for a while, without being kept themselves."""

from collections.abc import Iterable
from datetime import timedelta

import sqlalchemy as sa

from community.accounts import handles
from community.accounts.models import RetiredHandle
from community.core import clock
from community.core.db import changed, db, insert_ignore
from community.core.sealing import pseudonym

KEPT_FROM_OTHERS = timedelta(days=365)
"""Readers who knew somebody by a name must not take a stranger for them."""
_PURPOSE = "accounts.retired-handle"


def retire_handle(handle: str) -> None:
    """Let nobody take `handle`, or one that looks like it, for a year."""
    row = {
        "digest": _digest(handles.fold(handle)),
        "free_at": clock.now() + KEPT_FROM_OTHERS,
    }
    insert_ignore(RetiredHandle, [row])


def find_retired_keys(keys: Iterable[str]) -> set[str]:
    """Return those of `keys` that somebody had who went less than a year ago."""
    digests = {_digest(key): key for key in keys}
    found = db.session.scalars(
        sa.select(RetiredHandle.digest).where(
            RetiredHandle.digest.in_(digests), RetiredHandle.free_at > clock.now()
        )
    )
    return {digests[one] for one in found}


def forget_retired_handles() -> None:
    """Delete those that anybody may take again."""
    changed(sa.delete(RetiredHandle).where(RetiredHandle.free_at <= clock.now()))


def _digest(key: str) -> str:
    return pseudonym(_PURPOSE, key)
