"""Counters kept in columns, so that no list ever counts rows."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from community.core.db import db


def add(column: InstrumentedAttribute[int], row_id: int, more: int) -> None:
    """Add `more` (may be negative) to a counter of the row, in the database itself."""
    model: Any = column.class_
    db.session.execute(
        sa.update(model).where(model.id == row_id).values({column: column + more}),
        execution_options={"synchronize_session": False},
    )
    # The database added: what is loaded asks again.
    loaded = db.session.identity_map.get(sa.orm.util.identity_key(model, row_id))
    if loaded is not None:
        db.session.expire(loaded, [column.key])
