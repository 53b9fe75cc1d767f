"""Who would like to know a price: counted once a week from what is followed.

A weekly count of whole organisations, told in words from five on, says of nobody that
they follow anything; were it told at once, the last of five would be known.
"""

from collections.abc import Mapping
from datetime import timedelta

import sqlalchemy as sa

from community.accounts.models import AccountState, Organisation, User
from community.catalog.demand import note_demand
from community.core import clock
from community.core.actors import Role
from community.core.db import db
from community.notifications.kinds import Followed, Level
from community.notifications.models import Follow

OLD_ENOUGH = timedelta(days=14)
"""Accounts that somebody made to count are younger."""


def count_demand() -> None:
    """Have each product say in words how many follow it: proven, grown, no rep.

    Colleagues count once.
    """
    note_demand(_followers())


def _followers() -> Mapping[int, int]:
    # An organisation by its root, who has none by themselves: below zero, so never alike.
    unit = sa.func.coalesce(
        Organisation.grouped_into_id, User.organisation_id, -User.id
    )
    found = (
        sa.select(Follow.object_id, sa.func.count(unit.distinct()))
        .join(User, User.id == Follow.user_id)
        .outerjoin(Organisation, Organisation.id == User.organisation_id)
        .where(
            Follow.followed == Followed.PRODUCT,
            Follow.stopped_on.is_(None),
            Follow.level != Level.MUTE,
            User.state == AccountState.ACTIVE,
            User.role != Role.REP,
            User.email_proven_at.is_not(None),
            User.created_at <= clock.now() - OLD_ENOUGH,
        )
        .group_by(Follow.object_id)
    )
    rows = db.session.execute(found).all()
    return {row[0]: row[1] for row in rows}
