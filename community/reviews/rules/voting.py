"""Finding a review helpful, and taking that back."""

from datetime import datetime

import sqlalchemy as sa

from community.core import clock, events
from community.core.actors import Actor
from community.core.db import changed, db, insert_ignore
from community.reviews import access, limits
from community.reviews.events import FoundHelpful, FoundHelpfulNoMore
from community.reviews.models import HelpfulVote, Review


def find_helpful(actor: Actor, review: Review, *, at: datetime | None = None) -> None:
    """Find `review` helpful, once; with `at`, for samples, no limits apply."""
    user_id = access.require_can_vote(actor, review)
    if at is None:
        limits.require_may_vote(user_id, clock.now())
        limits.require_votes_for_others(user_id, review.author_id, clock.now())
    row = {"review_id": review.id, "user_id": user_id, "created_at": at or clock.now()}
    if insert_ignore(HelpfulVote, [row]):
        _count(review, 1)
        events.publish(FoundHelpful(review_id=review.id, actor_id=user_id))


def find_helpful_no_more(actor: Actor, review: Review) -> None:
    """Take one's vote back; nothing happens without one."""
    user_id = access.require_writer(actor)
    mine = (HelpfulVote.review_id == review.id, HelpfulVote.user_id == user_id)
    if changed(sa.delete(HelpfulVote).where(*mine)):
        _count(review, -1)
        events.publish(FoundHelpfulNoMore(review_id=review.id, actor_id=user_id))


def _count(review: Review, by: int) -> None:
    """Change the figure that lists sort by, in SQL so that two at once both count."""
    changed(
        sa.update(Review)
        .where(Review.id == review.id)
        .values(helpful=Review.helpful + by)
    )
    db.session.expire(review)
