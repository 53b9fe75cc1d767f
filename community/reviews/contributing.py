"""How many reviews of a member are public, or hidden by a moderator: for their level."""

from collections.abc import Collection

import sqlalchemy as sa

from community.accounts.levels import Contributions
from community.core.db import db
from community.core.visibility import State
from community.reviews.models import Review


class ReviewContributions:
    """An accounts.standing.CountsContributions: reviews that stand."""

    def contributions(self, user_ids: Collection[int]) -> dict[int, Contributions]:
        def those(state: State) -> sa.ColumnElement[int]:
            return sa.func.sum(sa.case((Review.state == state, 1), else_=0))

        rows = db.session.execute(
            sa.select(Review.author_id, those(State.PUBLIC), those(State.HIDDEN))
            .where(Review.author_id.in_(user_ids))
            .group_by(Review.author_id)
        )
        return {one: Contributions(stand, hidden) for one, stand, hidden in rows}
