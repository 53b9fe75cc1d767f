"""How much one member may do in a day: what the limits of every slice are made of."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from community.accounts.models import User
from community.accounts.standing import is_new_level
from community.core.db import db
from community.core.errors import TooMany

DAY = timedelta(days=1)


def lock_member(user_id: int, at: datetime) -> bool:
    """Let one deed of a member count at a time; return what is_new() says."""
    joined = db.session.scalar(
        sa.select(User.created_at)
        .where(User.id == user_id)
        .with_for_update(key_share=True)
    )
    return _is_new(user_id, joined, at)


def is_new(user_id: int, at: datetime) -> bool:
    """Whether the account is in its first day, or on the first level still."""
    joined = db.session.scalar(sa.select(User.created_at).where(User.id == user_id))
    return _is_new(user_id, joined, at)


def _is_new(user_id: int, joined: datetime | None, at: datetime) -> bool:
    return joined is None or at - joined < DAY or is_new_level(user_id, at)


def require_fewer(times: Sequence[datetime], most: int, at: datetime) -> None:
    """Raise TooMany when `most` times, newest first, lie within a day before `at`."""
    if len(times) < most:
        return
    wait = DAY - (at - times[most - 1])
    raise TooMany(
        f"That was {most} times within a day, which is the limit for your account.",
        retry_after=max(1, round(wait.total_seconds())),
    )
