"""Which rows of a file are stored already."""

from collections.abc import Sequence

import sqlalchemy as sa

from community.records.models import PriceRecord

_CHUNK = 900


def present_keys(connection: sa.Connection, keys: Sequence[str]) -> set[str]:
    """Return those of `keys` that records have."""
    found: set[str] = set()
    for start in range(0, len(keys), _CHUNK):
        chunk = keys[start : start + _CHUNK]
        found.update(
            connection.scalars(
                sa.select(PriceRecord.dedupe_key).where(
                    PriceRecord.dedupe_key.in_(chunk)
                )
            )
        )
    return found
