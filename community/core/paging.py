"""Pages of a list by key: the last page costs what the first does."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import desc_op

from community.core.db import UtcDateTime, db
from community.core.errors import BadRequest

T = TypeVar("T")
_MAX_CURSOR = 400


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list; `next_cursor` is None on the last one."""

    items: list[T]
    next_cursor: str | None = None


def keyset_page(
    statement: sa.Select[Any],
    *,
    order: Sequence[UnaryExpression[Any]],
    after: str | None,
    size: int = 30,
) -> Page[Any]:
    """Return the rows of `statement` that follow `after`, at most `size` of them.

    `order` holds columns under asc() or desc(), all the same way, none of them
    nullable, the last one unique. Items are entities when `statement` selects one
    thing, rows otherwise. Raises BadRequest for a cursor that we did not make.
    """
    columns = [one.element for one in order]
    descending = order[0].modifier is desc_op
    page = statement.order_by(*order).limit(size + 1)
    page = page.add_columns(
        *(column.label(f"key_{i}") for i, column in enumerate(columns))
    )
    if after is not None:
        values = _decode(after, columns)
        left = sa.tuple_(*columns)
        right = sa.tuple_(
            *(sa.literal(v, c.type) for v, c in zip(values, columns, strict=True))
        )
        page = page.where(left < right if descending else left > right)
    rows = db.session.execute(page).all()
    width = len(columns)
    items = [row[0] if len(row) == width + 1 else row[:-width] for row in rows[:size]]
    more = len(rows) > size
    cursor = _encode(rows[size - 1][-width:]) if more else None
    return Page(items=items, next_cursor=cursor)


def cursor_after(key: Sequence[Any]) -> str:
    """Return the marker of the page that begins after the row with this key."""
    return _encode(key)


def _encode(values: Sequence[Any]) -> str:
    plain = [v.isoformat() if isinstance(v, datetime) else v for v in values]
    raw = json.dumps(plain, separators=(",", ":"), default=str).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _decode(cursor: str, columns: Sequence[Any]) -> list[Any]:
    try:
        if len(cursor) > _MAX_CURSOR:
            raise ValueError(cursor)
        padded = cursor + "=" * (-len(cursor) % 4)
        values = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if not isinstance(values, list) or len(values) != len(columns):
            raise ValueError(cursor)
        return [_typed(v, c) for v, c in zip(values, columns, strict=True)]
    except (
        ValueError,
        TypeError,
        ArithmeticError,
        binascii.Error,
        RecursionError,
    ) as error:
        raise BadRequest("That page marker is not one of ours.") from error


def _typed(value: Any, column: Any) -> Any:
    if isinstance(column.type, UtcDateTime):
        instant = datetime.fromisoformat(value)
        if instant.tzinfo is None:
            raise ValueError(value)
        # An offset can lead out of the years that there are: OverflowError, here.
        return instant.astimezone(UTC)
    wanted = column.type.python_type
    if wanted is bool or isinstance(value, bool):
        raise ValueError(value)
    if wanted is int:
        if not isinstance(value, int) or abs(value) >= _above_all(column.type):
            raise ValueError(value)
        return value
    if not isinstance(value, str | int | float):
        raise TypeError(value)
    if isinstance(value, str) and b"\x00" in value.encode():  # refuses surrogates too
        raise ValueError(value)
    return wanted(value)


def _above_all(kind: Any) -> int:
    """Return the first number that PostgreSQL refuses to take for a column."""
    if isinstance(kind, sa.BigInteger):
        return 2**63
    return 2**15 if isinstance(kind, sa.SmallInteger) else 2**31
