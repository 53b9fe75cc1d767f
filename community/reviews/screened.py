"""Reviews as screening compares them."""

from datetime import datetime

import sqlalchemy as sa

from community.catalog.models import Product
from community.core.db import db
from community.core.screening import LATEST, Ballot, Moment, Writing
from community.core.visibility import State
from community.reviews.models import HelpfulVote, Review
from community.reviews.moderated import ModeratedReviews
from community.reviews.paths import review_path


class ScreenedReviews:
    """The reviews of app.py."""

    kind = ModeratedReviews.kind

    def latest(self, limit: int) -> list[Writing]:
        rows = db.session.execute(
            sa.select(Review, Product.name)
            .join(Product, Product.id == Review.product_id)
            .where(Review.state == State.PUBLIC)
            .order_by(Review.created_at.desc(), Review.id.desc())
            .limit(limit)
        )
        return [
            Writing(
                kind=self.kind,
                object_id=one.id,
                title=f"Review of {name}",
                url=review_path(one.public_id),
                text=f"{one.good}\n\n{one.bad}",
                author_id=one.author_id,
                at=one.created_at,
            )
            for one, name in rows
        ]

    def written_by(self, user_id: int, limit: int) -> list[Moment]:
        rows = db.session.execute(
            sa.select(Review.created_at, Review.state)
            .where(Review.author_id == user_id)
            .order_by(Review.created_at.desc())
            .limit(limit)
        )
        return [Moment(at, state is State.PUBLIC) for at, state in rows]

    def authors_about(self, vendor_id: int, since: datetime) -> list[int]:
        return list(
            db.session.scalars(
                sa.select(Review.author_id)
                .join(Product, Product.id == Review.product_id)
                .where(Product.vendor_id == vendor_id, Review.created_at > since)
            )
        )

    def ballots(self, since: datetime, limit: int) -> list[Ballot]:
        rows = db.session.execute(
            sa.select(Review.id, Review.author_id, HelpfulVote.user_id)
            .join(HelpfulVote, HelpfulVote.review_id == Review.id)
            .where(HelpfulVote.created_at > since, Review.state == State.PUBLIC)
            .order_by(HelpfulVote.created_at.desc())
            .limit(limit)
        )
        return [Ballot(*row) for row in rows]

    def ballots_around(self, user_id: int, since: datetime) -> list[Ballot]:
        latest = (
            sa.select(Review.id)
            .where(Review.author_id == user_id)
            .order_by(Review.created_at.desc())
            .limit(LATEST)
        )
        cast = (
            sa.select(Review.id, Review.author_id, HelpfulVote.user_id)
            .join(HelpfulVote, HelpfulVote.review_id == Review.id)
            .where(HelpfulVote.created_at > since, Review.state == State.PUBLIC)
        )
        both = sa.union_all(
            cast.where(Review.id.in_(latest)),
            cast.where(HelpfulVote.user_id == user_id),
        )
        return [Ballot(*row) for row in db.session.execute(both)]
