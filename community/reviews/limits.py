"""How often one member may review, edit and vote, counted from the rows themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from community.accounts.pace import DAY, is_new, lock_member, require_fewer
from community.core.db import db
from community.core.errors import Invalid
from community.reviews.models import HelpfulVote, Review, ReviewRevision


@dataclass(frozen=True)
class Limits:
    """An account is new on its first day, and as long as it is on the first level."""

    reviews_a_day: int = 20
    reviews_a_day_when_new: int = 3
    edits_a_day: int = 30
    votes_a_day: int = 50
    votes_a_day_when_new: int = 5
    links_when_new: int = 2
    votes_for_one_a_day: int = 6


LIMITS = Limits()


def require_may_write(user_id: int, at: datetime) -> None:
    """Raise TooMany when somebody has written as many reviews as one may in a day."""
    new = lock_member(user_id, at)
    most = LIMITS.reviews_a_day_when_new if new else LIMITS.reviews_a_day
    wanted = sa.select(Review.created_at).where(
        Review.author_id == user_id, Review.created_at > at - DAY
    )
    require_fewer(_latest(wanted, Review.created_at, most), most, at)


def require_may_edit(user_id: int, at: datetime) -> None:
    wanted = (
        sa.select(ReviewRevision.written_at)
        .join(Review, Review.id == ReviewRevision.review_id)
        .where(
            Review.author_id == user_id,
            ReviewRevision.written_at > at - DAY,
            ReviewRevision.version > 1,
        )
    )
    most = LIMITS.edits_a_day
    require_fewer(_latest(wanted, ReviewRevision.written_at, most), most, at)


def require_may_vote(user_id: int, at: datetime) -> None:
    new = lock_member(user_id, at)
    most = LIMITS.votes_a_day_when_new if new else LIMITS.votes_a_day
    wanted = sa.select(HelpfulVote.created_at).where(
        HelpfulVote.user_id == user_id, HelpfulVote.created_at > at - DAY
    )
    require_fewer(_latest(wanted, HelpfulVote.created_at, most), most, at)


def require_votes_for_others(user_id: int, author_id: int, at: datetime) -> None:
    """Raise TooMany when all of one's votes go to one author."""
    most = LIMITS.votes_for_one_a_day
    wanted = (
        sa.select(HelpfulVote.created_at)
        .join(Review, Review.id == HelpfulVote.review_id)
        .where(
            HelpfulVote.user_id == user_id,
            HelpfulVote.created_at > at - DAY,
            Review.author_id == author_id,
        )
    )
    require_fewer(_latest(wanted, HelpfulVote.created_at, most), most, at)


def require_few_links(user_id: int, html: str, at: datetime) -> None:
    """Raise Invalid when a new account's text holds more links than it may."""
    found = html.count("<a ")
    if found > LIMITS.links_when_new and is_new(user_id, at):
        raise Invalid(
            f"A new account may post {LIMITS.links_when_new} links at once; "
            f"this review has {found}."
        )


def _latest(
    wanted: sa.Select[datetime],
    column: sa.SQLColumnExpression[datetime],
    most: int,
) -> Sequence[datetime]:
    return db.session.scalars(wanted.order_by(column.desc()).limit(most)).all()
