"""How exports and wishes to go are found: one's own, by nobody else."""

from collections.abc import Sequence

import sqlalchemy as sa

from community.accounts.models import AccountState, User
from community.accounts.mydata.access import own
from community.accounts.mydata.models import AccountErasure, AccountExport, ExportState
from community.accounts.queries import dead_link
from community.accounts.tokens import digest
from community.core import clock
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import NotFound


def list_exports(actor: Actor) -> Sequence[AccountExport]:
    """Return what `actor` asked for, the latest first."""
    return db.session.scalars(
        sa.select(AccountExport)
        .where(own(actor, AccountExport))
        .order_by(AccountExport.id.desc())
    ).all()


def find_waiting(user_id: int) -> AccountExport | None:
    return db.session.scalar(
        sa.select(AccountExport).where(
            AccountExport.user_id == user_id,
            AccountExport.state == ExportState.WAITING,
        )
    )


def get_export_for(actor: Actor, public_id: str) -> AccountExport:
    """Return an export of `actor`'s own that is there; raise NotFound for any other."""
    found = db.session.scalar(
        sa.select(AccountExport).where(
            own(actor, AccountExport),
            AccountExport.public_id == public_id,
            AccountExport.state == ExportState.READY,
        )
    )
    if found is None:
        raise NotFound("There is no such file of yours, or its days are over.")
    return found


def all_file_names() -> set[str]:
    names = sa.select(AccountExport.file_name).where(
        AccountExport.file_name.is_not(None)
    )
    return {str(one) for one in db.session.scalars(names)}


def find_erasure(actor: Actor) -> AccountErasure | None:
    """Return the wish of `actor` to go, if there is one."""
    return db.session.scalar(
        sa.select(AccountErasure).where(own(actor, AccountErasure))
    )


def get_erasure_by(token: str) -> AccountErasure:
    """Return the wish that a mailed link is about; raise NotFound once it is over."""
    found = db.session.scalar(
        sa.select(AccountErasure)
        .join(User, User.id == AccountErasure.user_id)
        .where(
            AccountErasure.token_hash == digest(token),
            User.state == AccountState.ACTIVE,
        )
    )
    if found is None:
        raise dead_link()
    return found


def list_due(limit: int) -> Sequence[int]:
    """Return whose account goes now, the longest waiting first."""
    return db.session.scalars(
        sa.select(AccountErasure.user_id)
        .where(AccountErasure.due_at <= clock.now())
        .order_by(AccountErasure.due_at, AccountErasure.id)
        .limit(limit)
    ).all()
