"""The one door to the time: aware, in UTC, and months for what has no day."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import NewType

from community.core.errors import Invalid

Month = NewType("Month", str)
"""A calendar month, "YYYY-MM"; sorts as text."""

_MONTH = re.compile(r"(?P<year>[12]\d{3})-(?P<month>0[1-9]|1[0-2])", re.ASCII)

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """Return this instant, aware, in UTC."""
    told = _told.get()
    return told or datetime.now(UTC)  # noqa: TID251 - the one place that may ask


@contextmanager
def as_of(instant: datetime) -> Iterator[None]:
    """Let it be `instant` within the block: for the sample, whose past never was."""
    token = _told.set(instant)
    try:
        yield
    finally:
        _told.reset(token)


def month_of(instant: datetime) -> Month:
    return Month(f"{instant.astimezone(UTC):%Y-%m}")


def current_month() -> Month:
    return month_of(now())


def parse_month(text: str) -> Month:
    """Return the month that `text` names as "YYYY-MM"; raise Invalid otherwise."""
    if not _MONTH.fullmatch(text.strip()):
        raise Invalid("Give the month as year and month, 2026-11 for instance.")
    return Month(text.strip())


def months_between(older: Month, newer: Month) -> int:
    """Return how many months lie from `older` to `newer`; negative when reversed."""
    return _index(newer) - _index(older)


def add_months(month: Month, count: int) -> Month:
    index = _index(month) + count
    return Month(f"{index // 12:04d}-{index % 12 + 1:02d}")


def _index(month: Month) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1
