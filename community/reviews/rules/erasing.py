"""A member goes: their reviews stay without them, or go with their words."""

import sqlalchemy as sa

from community.core import clock, events
from community.core.db import changed, db
from community.core.personal import Leaver
from community.core.visibility import State
from community.reviews.events import ReviewEdited, ReviewRemoved
from community.reviews.models import HelpfulVote, Review, ReviewResponse, ReviewRevision
from community.reviews.scores import recount

FORMER = "A former representative"


def erase(leaver: Leaver) -> None:
    """Take a member out of reviews; one that isn't public goes in any case."""
    _take_back_votes(leaver.user_id)
    changed(
        sa.update(ReviewResponse)
        .where(ReviewResponse.author_id == leaver.user_id)
        .values(signature=FORMER)
    )
    reviews = db.session.scalars(
        sa.select(Review).where(Review.author_id == leaver.user_id).order_by(Review.id)
    ).all()
    for review in reviews:
        review.organisation_id = None
        kept = review.state is State.PUBLIC and leaver.leave_texts
        _forget_versions(review, all_of_them=not kept)
        if kept:
            events.publish(ReviewEdited(object_id=review.id, version=review.version))
        else:
            _empty(review)
    db.session.flush()  # the scores are summed from the rows
    recount({review.product_id for review in reviews})


def _take_back_votes(user_id: int) -> None:
    voted = sa.select(HelpfulVote.review_id).where(HelpfulVote.user_id == user_id)
    fewer = sa.update(Review).where(Review.id.in_(voted))
    changed(fewer.values(helpful=Review.helpful - 1))
    changed(sa.delete(HelpfulVote).where(HelpfulVote.user_id == user_id))
    db.session.expire_all()


def _forget_versions(review: Review, *, all_of_them: bool) -> None:
    which = [ReviewRevision.review_id == review.id]
    if not all_of_them:
        which.append(ReviewRevision.version < review.version)
    changed(sa.update(ReviewRevision).where(*which).values(facts="", good="", bad=""))


def _empty(review: Review) -> None:
    review.good = review.bad = review.good_html = review.bad_html = ""
    if review.state is State.REMOVED:
        return
    review.state, review.prior_state = State.DELETED, State.HIDDEN
    review.edited_at = clock.now()
    events.publish(ReviewRemoved(object_id=review.id))
