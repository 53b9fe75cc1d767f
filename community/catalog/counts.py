"""Counters kept in columns, so that no list ever counts rows."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from community.core.db import db


def add(column: InstrumentedAttribute[int], row_id: int, more: int) -> None:
    """Add `more` (may be negative) to a counter of the row, in the database itself."""
    add_many(column, {row_id: more})


def add_many(column: InstrumentedAttribute[int], more: Mapping[int, int]) -> None:
    """Add to the counters of many rows, given by id, in one go."""
    if not more:
        return
    model: Any = column.class_
    table = model.__table__
    raised = (
        sa.update(table)
        .where(table.c.id == sa.bindparam("row_id"))
        .values({column.key: table.c[column.key] + sa.bindparam("more")})
    )
    rows = [{"row_id": row_id, "more": count} for row_id, count in more.items()]
    db.session.execute(raised, rows)
    # The database added: what is loaded asks again.
    for row_id in more:
        loaded = db.session.identity_map.get(sa.orm.util.identity_key(model, row_id))
        if loaded is not None:
            db.session.expire(loaded, [column.key])
