"""Who may see and do what with reviews: each predicate beside its query filter."""

import sqlalchemy as sa

from community.catalog.access import visible_products
from community.core.actors import VISITOR, Actor
from community.core.errors import Conflict, Forbidden
from community.core.ports import Voice
from community.core.spokespeople import require_voice
from community.core.visibility import State
from community.reviews.models import Review

_GONE = (State.DELETED, State.REMOVED)
"""States of which only moderators still read the words."""


def listed_reviews() -> sa.ColumnElement[bool]:
    """Filter for lists and search, joined with Product: what is public to everybody."""
    return sa.and_(Review.state == State.PUBLIC, visible_products(VISITOR))


def can_see_review(actor: Actor, review: Review) -> bool:
    """Whether its page exists for `actor`; its author always finds at least a stub."""
    return (
        review.state is State.PUBLIC
        or actor.is_moderator
        or is_author(actor, review.author_id)
    )


def visible_reviews(actor: Actor) -> sa.ColumnElement[bool]:
    if actor.is_moderator:
        return sa.true()
    if actor.is_visitor:
        return Review.state == State.PUBLIC
    return sa.or_(Review.state == State.PUBLIC, Review.author_id == actor.user_id)


def can_read_review(actor: Actor, review: Review) -> bool:
    """Whether `actor` sees the words; of what was removed only moderators do."""
    if review.state is State.PUBLIC or actor.is_moderator:
        return True
    return review.state not in _GONE and is_author(actor, review.author_id)


def readable_reviews(actor: Actor) -> sa.ColumnElement[bool]:
    if actor.is_moderator:
        return sa.true()
    if actor.is_visitor:
        return Review.state == State.PUBLIC
    own = sa.and_(Review.author_id == actor.user_id, Review.state.not_in(_GONE))
    return sa.or_(Review.state == State.PUBLIC, own)


def is_author(actor: Actor, author_id: int) -> bool:
    return not actor.is_visitor and actor.user_id == author_id


def can_write(actor: Actor) -> bool:
    """Review and vote: buyers with a proven address; reps never."""
    return not actor.is_visitor and actor.is_buyer and actor.proven


def require_writer(actor: Actor) -> int:
    """Return the id of a member who may review; raise Forbidden for anybody else."""
    if not can_write(actor) or actor.user_id is None:
        raise Forbidden("Only buyers with a proven e-mail address may do that.")
    return actor.user_id


def can_edit(actor: Actor, review: Review) -> bool:
    return (
        can_write(actor)
        and is_author(actor, review.author_id)
        and review.state in {State.PUBLIC, State.HELD}
    )


def require_can_edit(actor: Actor, review: Review) -> None:
    require_writer(actor)
    require_author(actor, review)
    if not can_edit(actor, review):
        raise Conflict("This was taken away; it can’t be edited at the moment.")


def can_remove(actor: Actor, review: Review) -> bool:
    return is_author(actor, review.author_id) and review.state not in _GONE


def can_restore(actor: Actor, review: Review) -> bool:
    return is_author(actor, review.author_id) and review.state is State.DELETED


def require_author(actor: Actor, review: Review) -> None:
    """Raise Forbidden unless `actor` wrote it; a proven address is not asked for."""
    if not is_author(actor, review.author_id):
        raise Forbidden("Only its author may do that.")


def can_vote(actor: Actor, review: Review) -> bool:
    return (
        can_write(actor)
        and not is_author(actor, review.author_id)
        and review.state is State.PUBLIC
    )


def require_can_vote(actor: Actor, review: Review) -> int:
    user_id = require_writer(actor)
    if is_author(actor, review.author_id):
        raise Forbidden("One doesn’t vote on one’s own review.")
    if review.state is not State.PUBLIC:
        raise Conflict("This was taken away; it can’t be voted on at the moment.")
    return user_id


def can_moderate(actor: Actor, review: Review) -> bool:
    """Moderators decide about what others wrote, never about their own."""
    return actor.is_moderator and not is_author(actor, review.author_id)


def require_can_moderate(actor: Actor, review: Review) -> None:
    if not actor.is_moderator:
        raise Forbidden("Only moderators may do that.")
    if is_author(actor, review.author_id):
        raise Forbidden("Moderators don’t decide about their own reviews.")


def can_respond(voice: Voice | None, review: Review, vendor_id: int | None) -> bool:
    """Whether who speaks with `voice` answers for the vendor whose product is reviewed."""
    return (
        voice is not None
        and voice.vendor_id == vendor_id
        and review.state is State.PUBLIC
    )


def require_can_respond(actor: Actor, review: Review, vendor_id: int | None) -> Voice:
    """Return the voice of the vendor's rep; raise Forbidden for anybody else."""
    voice = require_voice(actor, vendor_id)
    if not can_respond(voice, review, vendor_id):
        raise Conflict("This was taken away; nobody responds to it at the moment.")
    return voice
