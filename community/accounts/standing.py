"""How far a member is trusted: from what the other rooms know of their contributions."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import aliased

from community.accounts.levels import Contributions, Level, Standing
from community.accounts.models import AccountState, Organisation, User
from community.core.actors import Role
from community.core.db import changed, db

EXTENSION = "fairquote.contributions"
"""`app.extensions[EXTENSION]` is a list of CountsContributions that app.py fills."""

LEAST_VOTES = 2
"""So many members found useful what counts as accepted, or one of another organisation."""

_NOTHING = Contributions()


class CountsContributions(Protocol):
    """Something that knows what members contributed."""

    def contributions(self, user_ids: Collection[int]) -> Mapping[int, Contributions]:
        """Return what each of some members did; in as many queries for one as for all."""
        ...


def standing_of(user: User) -> Standing:
    return _standings([user])[user.id]


def is_new_level(user_id: int, at: datetime) -> bool:
    """Whether a member is neither verified nor has read around; staff never is."""
    user = db.session.get(User, user_id)
    if user is None:
        return True
    if user.organisation_id is not None or user.role is not Role.MEMBER:
        return False
    return standing_of(user).level(at) is Level.NEW


def voted_from_outside(
    which: sa.ColumnElement[bool],
    voter_id: sa.SQLColumnExpression[Any],
    author_id: sa.SQLColumnExpression[Any],
) -> sa.ColumnElement[bool]:
    """Filter for what a verified member of another organisation than its author's voted for.

    `which` ties the votes of `voter_id` to what `author_id` wrote.
    """
    voter, author = aliased(User), aliased(User)
    home, own = aliased(Organisation), aliased(Organisation)
    return (
        sa.select(voter.id)
        .join(home, home.id == voter.organisation_id)
        .join(author, author.id == author_id)
        .outerjoin(own, own.id == author.organisation_id)
        .where(
            which,
            voter.id == voter_id,
            sa.func.coalesce(home.grouped_into_id, home.id).is_distinct_from(
                sa.func.coalesce(own.grouped_into_id, own.id)
            ),
        )
        .exists()
    )


def refresh_trust(user_ids: Iterable[int], at: datetime) -> None:
    """Make `is_trusted` of some members what their contributions say."""
    users = db.session.scalars(sa.select(User).where(User.id.in_(list(user_ids)))).all()
    for user_id, standing in _standings(users).items():
        trusted = standing.level(at) is Level.TRUSTED
        changed(
            sa.update(User)
            .where(User.id == user_id, User.is_trusted != trusted)
            .values(is_trusted=trusted)
        )


def list_members(after: int, limit: int) -> list[int]:
    """Return the next ids of people who can log in, ascending."""
    return list(
        db.session.scalars(
            sa.select(User.id)
            .where(User.id > after, User.state == AccountState.ACTIVE)
            .order_by(User.id)
            .limit(limit)
        )
    )


def _standings(users: Iterable[User]) -> dict[int, Standing]:
    by_id = {user.id: user for user in users}
    providers: list[CountsContributions] = current_app.extensions.get(EXTENSION, [])
    counted = [provider.contributions(by_id.keys()) for provider in providers]
    return {
        user_id: Standing(
            verified=user.organisation_id is not None,
            joined=user.created_at,
            did=sum((one.get(user_id, _NOTHING) for one in counted), _NOTHING),
        )
        for user_id, user in by_id.items()
    }
