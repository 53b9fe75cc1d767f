"""Addresses that mail does not reach: counted, stopped, and begun again by their owner."""

import sqlalchemy as sa

from community.core.actors import Actor
from community.core.db import changed
from community.notifications import access
from community.notifications.models import Reader
from community.notifications.rules.wishing import have_reader

SOFT, HARD, SENT = 10, 20, 1
"""In tenths: what a bounce adds, and what each mail that goes out takes away."""
STOPPED_AT = 40


def is_stopped(reader: Reader | None) -> bool:
    """Whether so many mails came back that we send no more."""
    return reader is not None and reader.bounces >= STOPPED_AT


def count_bounce(user_id: int, *, permanent: bool) -> None:
    have_reader(user_id)
    by = HARD if permanent else SOFT
    most = sa.case((Reader.bounces > 10_000, 10_000), else_=Reader.bounces + by)
    changed(sa.update(Reader).where(Reader.user_id == user_id).values(bounces=most))


def count_sent(user_id: int) -> None:
    """Forget a tenth of a bounce: what goes through speaks for an address."""
    changed(
        sa.update(Reader)
        .where(Reader.user_id == user_id, Reader.bounces > 0)
        .values(bounces=Reader.bounces - SENT)
    )


def begin_again(actor: Actor) -> None:
    """Send mail again, because its owner says that it will arrive now."""
    user_id = access.require_reader(actor)
    changed(sa.update(Reader).where(Reader.user_id == user_id).values(bounces=0))
