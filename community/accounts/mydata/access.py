"""Who may have their data, and who may go."""

import sqlalchemy as sa

from community.accounts.mydata.models import AccountErasure, AccountExport
from community.core.actors import Actor
from community.core.errors import Forbidden


def is_own(actor: Actor, row: AccountExport | AccountErasure) -> bool:
    return actor.user_id is not None and row.user_id == actor.user_id


def own(
    actor: Actor, kind: type[AccountExport | AccountErasure]
) -> sa.ColumnElement[bool]:
    """Return the filter that is_own() is the predicate of."""
    if actor.user_id is None:
        return sa.false()
    return sa.and_(kind.user_id == actor.user_id)


def can_leave(actor: Actor) -> bool:
    """Whether `actor` may delete the account: staff gives its role back first.

    Decisions that wait for a moderator, and a site without a host, would be nobody's.
    """
    return actor.user_id is not None and not actor.is_staff


def require_can_leave(actor: Actor) -> int:
    """Return the id of who may go; raise Forbidden for staff."""
    if not can_leave(actor) or actor.user_id is None:
        raise Forbidden(
            "Moderators and hosts give their role back first: another host takes it "
            "from you. Then you can delete your account."
        )
    return actor.user_id
