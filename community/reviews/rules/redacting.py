"""A moderator takes words out of a review, and of all that it said before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from community.core import clock, events, redactions
from community.core.actors import Actor
from community.core.db import changed, db
from community.core.reasons import checked_reason
from community.core.redactions import take_out
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
    said = [clean_block(one).strip() for one in texts]
    return take_out(_Text(actor, review), said)


def put_back(
    actor: Actor, review: Review, kept: Mapping[str, Any], reason: str
) -> None:
    """Undo a redaction; raise Conflict when its author has edited the review since."""
    access.require_can_moderate(actor, review)
    checked_reason(reason)
    redactions.put_back(_Text(actor, review), kept)


@dataclass(frozen=True)
class _Text:
    """A review as core.redactions.Redactable: what went well, and what went badly."""

    actor: Actor
    review: Review

    @property
    def version(self) -> int:
        return self.review.version

    def words(self) -> list[str]:
        return [self.review.good, self.review.bad]

    def say(self, words: Sequence[str]) -> None:
        review, version, moment = self.review, self.version, clock.now()
        before, written = draft_of(review), review.created_at
        take_version(review, version)
        if version == 1:
            keep_version(review, 1, before, written)
        review.good, review.bad = words
        review.good_html, review.bad_html = (render_markdown(one) for one in words)
        review.edited_at = moment
        keep_version(review, version + 1, draft_of(review), moment)
        db.session.flush()  # search reads the row
        events.publish(
            ReviewEdited(
                object_id=review.id, actor_id=self.actor.user_id, version=version + 1
            )
        )

    def earlier(self) -> dict[int, redactions.Words]:
        rows = db.session.scalars(
            sa.select(ReviewRevision)
            .where(
                ReviewRevision.review_id == self.review.id,
                ReviewRevision.version < self.version,
                ReviewRevision.good != "",
            )
            .order_by(ReviewRevision.version)
        )
        return {one.version: (one.good, one.bad) for one in rows}

    def empty(self, numbers: Sequence[int]) -> None:
        for number in numbers:
            self.fill(number, ("", ""))

    def fill(self, number: int, words: redactions.Words) -> None:
        good, bad = words
        changed(
            sa.update(ReviewRevision)
            .where(
                ReviewRevision.review_id == self.review.id,
                ReviewRevision.version == number,
            )
            .values(good=good, bad=bad)
        )
