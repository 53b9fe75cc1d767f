"""How many of a member's prices were accepted: for their level, and nobody else's eyes."""

from collections.abc import Collection

import sqlalchemy as sa

from community.accounts.levels import Contributions
from community.core.db import db
from community.deals.kinds import DealState, ReviewState
from community.deals.models import Deal, DealLine
from community.deals.owners import owner_key


class DealContributions:
    """An accounts.standing.CountsContributions: deals with a line that counts."""

    def contributions(self, user_ids: Collection[int]) -> dict[int, Contributions]:
        keys = {owner_key(one): one for one in user_ids}
        accepted = sa.exists().where(
            DealLine.deal_id == Deal.id, DealLine.review == ReviewState.ACCEPTED
        )
        rows = db.session.execute(
            sa.select(Deal.owner_key, sa.func.count())
            .where(
                Deal.owner_key.in_(keys), Deal.state == DealState.SUBMITTED, accepted
            )
            .group_by(Deal.owner_key)
        )
        return {keys[key]: Contributions(accepted=count) for key, count in rows}
