"""Counting the statements that a block sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.engine import Engine

_BOOKKEEPING = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")


@contextmanager
def count_queries() -> Iterator[list[str]]:
    """Collect the SQL of the block; `len()` of what is yielded is the number."""
    seen: list[str] = []

    def note(_conn, _cursor, statement, _parameters, _context, _many) -> None:
        if not statement.lstrip().upper().startswith(_BOOKKEEPING):
            seen.append(statement)

    sa.event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(Engine, "before_cursor_execute", note)
