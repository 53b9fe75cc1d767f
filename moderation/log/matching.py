"""What the log and the audit match alike: the month of something, and who did it."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from community.accounts.handles import fold
from community.accounts.models import User
from community.core import clock
from community.core.errors import BadRequest, Invalid


def in_month(column: Any, text: str) -> list[sa.ColumnElement[bool]]:
    """Match times within a month (UTC) such as "2026-11"; raise BadRequest for no month."""
    try:
        month = clock.parse_month(text)
        after = clock.add_months(month, 1)
    except Invalid as error:
        raise BadRequest(error.message) from None
    return [column >= _beginning(month), column < _beginning(after)]


def by_handle(column: Any, handle: str) -> sa.ColumnElement[bool]:
    """Match the id of whoever has this handle, however it is typed."""
    who = sa.select(User.id).where(User.handle_key == fold(handle))
    found: sa.ColumnElement[bool] = column == who.scalar_subquery()
    return found


def _beginning(month: clock.Month) -> datetime:
    return datetime.fromisoformat(f"{month}-01").replace(tzinfo=UTC)
