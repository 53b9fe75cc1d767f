"""A moderator takes words out of a review, and of all that it said before."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from community.core import clock, events
from community.core.actors import Actor
from community.core.db import changed, db
from community.core.errors import Conflict
from community.core.reasons import checked_reason
from community.core.redactions import (
    EDITED_SINCE,
    require_only_less,
    require_something,
)
from community.core.text import clean_block, render_markdown
from community.reviews import access
from community.reviews.events import ReviewEdited
from community.reviews.models import Review, ReviewRevision
from community.reviews.rules.writing import draft_of, keep_version, take_version


def redact_review(
    actor: Actor, review: Review, texts: Sequence[str], reason: str
) -> Mapping[str, Any]:
    """Let a review say less, and its history nothing of what it said before.

    `texts` are what went well and what went badly; stars and facts stay. Returns what
    `put_back` needs. Raises Invalid for words that were put in, or when none was taken
    out and there is no earlier version.
    """
    access.require_can_moderate(actor, review)
    checked_reason(reason)
    old = [review.good, review.bad]
    new = [clean_block(one).strip() for one in texts]
    require_only_less(old, new)
    says_less = old != new
    if says_less:
        _say(actor, review, new)
    earlier = _list_earlier(review)
    require_something(says_less=says_less, has_earlier=bool(earlier))
    kept = {
        "version": review.version,
        "words": old if says_less else None,
        "versions": [[one.version, one.good, one.bad] for one in earlier],
    }
    for one in earlier:
        one.good = one.bad = ""
    return kept


def put_back(
    actor: Actor, review: Review, kept: Mapping[str, Any], reason: str
) -> None:
    """Undo a redaction; raise Conflict when its author has edited the review since."""
    access.require_can_moderate(actor, review)
    checked_reason(reason)
    if review.version != kept["version"]:
        raise Conflict(EDITED_SINCE)
    for number, good, bad in kept["versions"]:
        changed(
            sa.update(ReviewRevision)
            .where(
                ReviewRevision.review_id == review.id, ReviewRevision.version == number
            )
            .values(good=good, bad=bad)
        )
    if kept["words"] is not None:
        _say(actor, review, kept["words"])


def _say(actor: Actor, review: Review, texts: Sequence[str]) -> None:
    version, moment = review.version, clock.now()
    before, written = draft_of(review), review.created_at
    take_version(review, version)
    if version == 1:
        keep_version(review, 1, before, written)
    review.good, review.bad = texts
    review.good_html, review.bad_html = (render_markdown(one) for one in texts)
    review.edited_at = moment
    keep_version(review, version + 1, draft_of(review), moment)
    db.session.flush()  # search reads the row
    events.publish(
        ReviewEdited(object_id=review.id, actor_id=actor.user_id, version=version + 1)
    )


def _list_earlier(review: Review) -> Sequence[ReviewRevision]:
    return db.session.scalars(
        sa.select(ReviewRevision)
        .where(
            ReviewRevision.review_id == review.id,
            ReviewRevision.version < review.version,
            ReviewRevision.good != "",
        )
        .order_by(ReviewRevision.version)
    ).all()
