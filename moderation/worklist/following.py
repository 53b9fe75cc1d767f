"""Which case comes next: the first after the one at hand that one may decide."""

from contextlib import suppress
from typing import Any

import sqlalchemy as sa

from community.core import clock
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import NotFound
from moderation import access, scopes
from moderation.items import item_of
from moderation.kinds import CaseState
from moderation.models import Case
from moderation.worklist.filters import Filters

_TRIED = 10


def find_next(actor: Actor, asked: Filters, after: Case | None) -> str | None:
    """Return the public id of the next case of a list that `actor` may take on.

    It follows `after` in the order of the list, and begins anew at the end; None where
    there is no other.
    """
    wanted = [*asked.conditions(actor.user_id), *_free_for(actor)]
    if after is None:
        return _first(actor, asked, wanted)
    columns: list[Any] = [one.element for one in asked.order]
    here = [sa.literal(getattr(after, one.key), one.type) for one in columns]
    later = sa.tuple_(*columns) > sa.tuple_(*here)
    return _first(actor, asked, [*wanted, later]) or _first(
        actor, asked, [*wanted, Case.id != after.id]
    )


def _free_for(actor: Actor) -> list[sa.ColumnElement[bool]]:
    """Match the cases that `actor` may decide and nobody else holds."""
    free = sa.or_(
        Case.claimed_by_id.is_(None),
        Case.claimed_by_id == actor.user_id,
        Case.claimed_until <= clock.now(),
    )
    return [free, Case.state == CaseState.OPEN, *scopes.decidable(actor.user_id or 0)]


def _first(
    actor: Actor, asked: Filters, wanted: list[sa.ColumnElement[bool]]
) -> str | None:
    """Return the first that one may decide; of ten that one may not, the last of them.

    From there one goes on: whose it is that stands under an alias, its room alone says.
    """
    found = None
    for case in db.session.scalars(
        sa.select(Case).where(*wanted).order_by(*asked.order).limit(_TRIED)
    ).all():
        with suppress(NotFound):  # what it is about may be gone
            can_decide = access.can_decide(actor, item_of(case))
            found = case.public_id
            if can_decide:
                return found
    return found
