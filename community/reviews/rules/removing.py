"""Taking reviews away and bringing them back: by their author, or by a moderator."""

import sqlalchemy as sa

from community.catalog.access import can_see_product
from community.catalog.models import Product
from community.core import events
from community.core.actors import VISITOR, Actor
from community.core.db import changed, db
from community.core.errors import Conflict
from community.core.reasons import checked_reason
from community.core.visibility import State
from community.reviews import access
from community.reviews.events import (
    ReviewHidden,
    ReviewRemoved,
    ReviewRestored,
    ReviewUnhidden,
)
from community.reviews.models import Review
from community.reviews.scores import recount


def remove_review(actor: Actor, review: Review) -> None:
    """Take away one's own review; it leaves the lists and the score."""
    access.require_author(actor, review)
    if not access.can_remove(actor, review):
        return
    _change_state(review, State.DELETED, prior=review.state)
    events.publish(ReviewRemoved(object_id=review.id, actor_id=actor.user_id))


def restore_review(actor: Actor, review: Review) -> None:
    """Bring one's own review back as it was: hidden, if a moderator had hidden it."""
    access.require_author(actor, review)
    if review.state is not State.DELETED:
        return
    product = db.session.get_one(Product, review.product_id)
    if not can_see_product(VISITOR, product):
        # A merge leaves the older of two reviews behind.
        raise Conflict("The product that this is about is not listed any more.")
    _change_state(review, State(review.prior_state or State.PUBLIC), prior=None)
    events.publish(ReviewRestored(object_id=review.id, actor_id=actor.user_id))


def hide_review(actor: Actor, review: Review, reason: str) -> None:
    """Hide a review from all but its author; a removed one stays hidden on return."""
    access.require_can_moderate(actor, review)
    why = checked_reason(reason)
    if State.HIDDEN in {review.state, review.prior_state}:
        return
    if review.state is State.DELETED:
        _change_state(review, State.DELETED, prior=State.HIDDEN)
    else:
        _change_state(review, State.HIDDEN, prior=None)
    events.publish(
        ReviewHidden(object_id=review.id, actor_id=actor.user_id, reason=why)
    )


def strike_review(actor: Actor, review: Review, reason: str) -> None:
    """Remove a review for its author too, who can't bring it back; moderators can."""
    access.require_can_moderate(actor, review)
    why = checked_reason(reason)
    if review.state is State.REMOVED:
        return
    _change_state(review, State.REMOVED, prior=None)
    events.publish(
        ReviewHidden(object_id=review.id, actor_id=actor.user_id, reason=why)
    )


def hold_review(review: Review) -> None:
    """Keep a public review from all but its author, until a moderator decides."""
    if review.state is not State.PUBLIC:
        return
    _change_state(review, State.HELD, prior=None)
    events.publish(
        ReviewHidden(object_id=review.id, actor_id=None, reason="Under review.")
    )


def unhide_review(actor: Actor, review: Review, reason: str) -> None:
    """Show a hidden or held review again."""
    access.require_can_moderate(actor, review)
    why = checked_reason(reason)
    if State.PUBLIC in {review.state, review.prior_state}:
        return
    if review.state is State.DELETED:
        _change_state(review, State.DELETED, prior=State.PUBLIC)
    else:
        _change_state(review, State.PUBLIC, prior=None)
    events.publish(
        ReviewUnhidden(object_id=review.id, actor_id=actor.user_id, reason=why)
    )


def _change_state(review: Review, new: State, *, prior: State | None) -> None:
    """Move `review` from the state that was read to `new`, and the score with it."""
    old = review.state
    moved = changed(
        sa.update(Review)
        .where(Review.id == review.id, Review.state == old)
        .values(state=new, prior_state=prior)
    )
    if not moved:
        raise Conflict("Somebody else did the same at the same moment.")
    db.session.expire(review)
    if State.PUBLIC in {old, new}:
        recount([review.product_id])
