"""Who may claim a vendor, decide about claims, and see and change official texts."""

import sqlalchemy as sa

from community.core.actors import Actor, Role
from community.core.db import db
from community.core.errors import Conflict, Forbidden
from community.core.factors import require_two_factors
from community.core.ports import Voice
from community.core.spokespeople import voice_of
from community.core.visibility import State
from community.reps.models import Dispute, OfficialText
from community.reviews.models import Review
from community.threads.models import Post
from community.threads.owners import is_of

_GONE = (State.DELETED, State.REMOVED)
"""States of which only moderators still read the words."""


def can_claim(actor: Actor) -> bool:
    """Members and reps with a proven address; staff stays independent."""
    return actor.role in {Role.MEMBER, Role.REP} and actor.proven


def require_claimant(actor: Actor) -> int:
    """Return the id of somebody who may claim a vendor; raise Forbidden otherwise."""
    if not can_claim(actor) or actor.user_id is None:
        raise Forbidden(
            "Only an account of its own with a proven address claims a vendor."
        )
    return actor.user_id


def can_decide(actor: Actor) -> bool:
    return actor.is_moderator and actor.proven


def require_decider(actor: Actor) -> None:
    if not can_decide(actor):
        raise Forbidden("Only moderators decide who speaks for a vendor.")


def require_spokesperson(voice: Voice | None) -> Voice:
    """Return the voice of a rep of some vendor, who may read without two factors."""
    if voice is None:
        raise Forbidden(
            "Claim your vendor first: nobody has confirmed whom you speak for."
        )
    return voice


def require_writer(actor: Actor) -> Voice:
    """Return the voice of a rep who may post; raise Forbidden otherwise."""
    voice = require_spokesperson(voice_of(actor))
    require_two_factors(actor)
    return voice


def can_see_text(actor: Actor, voice: Voice | None, text: OfficialText) -> bool:
    """Whether a text has a place for `actor`, who speaks with `voice`."""
    return text.state is State.PUBLIC or actor.is_moderator or _is_own(voice, text)


def visible_texts(actor: Actor, voice: Voice | None) -> sa.ColumnElement[bool]:
    """Return the filter that can_see_text() is the predicate of."""
    if actor.is_moderator:
        return sa.true()
    public = OfficialText.state == State.PUBLIC
    if voice is None:
        return public
    return sa.or_(public, OfficialText.vendor_id == voice.vendor_id)


def can_read_text(actor: Actor, voice: Voice | None, text: OfficialText) -> bool:
    """Whether `actor` sees its words; of what was removed only moderators do."""
    if text.state in _GONE:
        return actor.is_moderator
    return can_see_text(actor, voice, text)


def can_read_dispute(actor: Actor, voice: Voice | None, dispute: Dispute) -> bool:
    """Whether `actor` reads it: a hidden one is its vendor's and the moderators'."""
    own = voice is not None and voice.vendor_id == dispute.vendor_id
    return dispute.hidden_at is None or actor.is_moderator or own


def readable_disputes(actor: Actor, voice: Voice | None) -> sa.ColumnElement[bool]:
    """Return the filter that can_read_dispute() is the predicate of."""
    if actor.is_moderator:
        return sa.true()
    public = Dispute.hidden_at.is_(None)
    if voice is None:
        return public
    return sa.or_(public, Dispute.vendor_id == voice.vendor_id)


def wrote_disputed(actor: Actor, dispute: Dispute) -> bool:
    """Whether `actor` wrote what is disputed, under their name or an alias."""
    post = db.session.get(Post, dispute.post_id or 0)
    if post is not None:
        return actor.user_id is not None and is_of(actor.user_id, post)
    review = db.session.get(Review, dispute.review_id or 0)
    return review is not None and review.author_id == actor.user_id


def can_edit_text(voice: Voice | None, text: OfficialText) -> bool:
    """Whether a rep may change a text: any rep of its vendor may."""
    return _is_own(voice, text) and text.state in {State.PUBLIC, State.HELD}


def require_can_edit(voice: Voice, text: OfficialText) -> None:
    require_own(voice, text)
    if not can_edit_text(voice, text):
        raise Conflict("This was taken away; it can’t be edited at the moment.")


def require_own(voice: Voice, text: OfficialText) -> None:
    if not _is_own(voice, text):
        raise Forbidden("Only a representative of its vendor may do that.")


def can_remove_text(voice: Voice | None, text: OfficialText) -> bool:
    return _is_own(voice, text) and text.state not in _GONE


def can_restore_text(voice: Voice | None, text: OfficialText) -> bool:
    return _is_own(voice, text) and text.state is State.DELETED


def require_moderator(actor: Actor) -> None:
    if not can_decide(actor):
        raise Forbidden("Only moderators may do that.")


def _is_own(voice: Voice | None, text: OfficialText) -> bool:
    return voice is not None and voice.vendor_id == text.vendor_id
