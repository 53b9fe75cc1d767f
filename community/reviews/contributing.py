"""How many reviews of a member helped others, or a moderator hid: for their level."""

from collections.abc import Collection

import sqlalchemy as sa

from community.accounts.levels import Contributions
from community.accounts.standing import LEAST_VOTES, voted_from_outside
from community.core.db import db
from community.core.visibility import State
from community.reviews.models import HelpfulVote, Review


class ReviewContributions:
    """An accounts.standing.CountsContributions: reviews that stand, and helped others."""

    def contributions(self, user_ids: Collection[int]) -> dict[int, Contributions]:
        def those(which: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
            return sa.func.sum(sa.case((which, 1), else_=0))

        helped = sa.or_(
            Review.helpful >= LEAST_VOTES,
            voted_from_outside(
                HelpfulVote.review_id == Review.id,
                HelpfulVote.user_id,
                Review.author_id,
            ),
        )
        stands = sa.and_(Review.state == State.PUBLIC, helped)
        hidden = Review.state.in_((State.HIDDEN, State.REMOVED))

        rows = db.session.execute(
            sa.select(Review.author_id, those(stands), those(hidden))
            .where(Review.author_id.in_(user_ids))
            .group_by(Review.author_id)
        )
        return {one: Contributions(stand, upheld) for one, stand, upheld in rows}
