"""Writing a review and editing it: how stars and words get in, and change there."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from community.accounts.queries import organisation_of
from community.catalog.access import can_see_product
from community.catalog.models import Product
from community.core import clock, events
from community.core.actors import VISITOR, Actor
from community.core.db import changed, db
from community.core.errors import Conflict, Invalid, StaleEdit
from community.core.screening import Posted, watched
from community.core.text import RENDERER_VERSION, clean_block
from community.reviews import access, limits
from community.reviews.drafts import (
    NOT_YET,
    Draft,
    checked,
    facts_of,
    rendered,
    wrong_text,
)
from community.reviews.events import ReviewEdited, ReviewWritten
from community.reviews.models import Review, ReviewRevision
from community.reviews.queries import find_own_review
from community.reviews.scores import recount
from community.reviews.scoring import overall_of, weight_of


@dataclass(frozen=True)
class Preview:
    """The two texts as they would be shown; nothing is stored."""

    good_html: str
    bad_html: str


def preview(actor: Actor, draft: Draft) -> Preview:
    """Return what writing it would show, or raise what it would say of the words."""
    access.require_writer(actor)
    clean = _checked(draft)
    return Preview(rendered("good", clean.good), rendered("bad", clean.bad))


def preview_so_far(actor: Actor, good: str, bad: str) -> Preview:
    """Return how texts look that are still written; "" for one that can't be posted yet."""
    access.require_writer(actor)
    return Preview(_so_far("good", good), _so_far("bad", bad))


def _so_far(field: str, text: str) -> str:
    source = clean_block(text).strip()
    try:
        source = watched({field: source}, NOT_YET)[field]
        return "" if wrong_text(source) else rendered(field, source)
    except Invalid:
        return ""


def write_review(
    actor: Actor,
    product: Product,
    draft: Draft,
    *,
    opened_at: datetime | None = None,
    at: datetime | None = None,
) -> Review:
    """Review a product, once; raise Conflict for a second time.

    `opened_at` is when the form for it was opened, if there was one. With `at`, which is for samples, it is dated so and no limits of live posting apply.
    """
    user_id = access.require_writer(actor)
    _require_public(product)
    shown = preview(actor, draft)
    clean = _checked(draft)
    moment = at or clock.now()
    if at is None:
        limits.require_few_links(user_id, shown.good_html + shown.bad_html, moment)
        limits.require_may_write(user_id, moment)
    if find_own_review(actor, product) is not None:
        raise Conflict(
            f"You have reviewed {product.name} already. Edit what you wrote: the page of "
            "your review has a button for it."
        )
    review = Review(
        product_id=product.id,
        author_id=user_id,
        organisation_id=organisation_of(user_id),
        created_at=moment,
        rated_at=moment,
        **_columns(clean, shown),
    )
    _weigh(review)
    db.session.add(review)
    db.session.flush()  # the score and its address need the row
    recount([product.id])
    events.publish(
        ReviewWritten(object_id=review.id, actor_id=user_id, product_id=product.id)
    )
    if at is None:
        events.publish(Posted("review", review.id, user_id, opened_at))
    return review


def edit_review(
    actor: Actor,
    review: Review,
    draft: Draft,
    *,
    version: int,
    at: datetime | None = None,
) -> None:
    """Change a review that is still at `version`; raise StaleEdit otherwise.

    Its stars count as given now when they changed; a change of words leaves their age.
    """
    access.require_can_edit(actor, review)
    shown = preview(actor, draft)
    clean, old = _checked(draft), draft_of(review)
    if clean == old:
        return
    moment = at or clock.now()
    if at is None:
        limits.require_few_links(
            review.author_id, shown.good_html + shown.bad_html, moment
        )
        limits.require_may_edit(review.author_id, moment)
    take_version(review, version)
    if version == 1:
        keep_version(review, 1, old, review.created_at)
    keep_version(review, version + 1, clean, moment)
    for name, value in _columns(clean, shown).items():
        setattr(review, name, value)
    review.edited_at = moment
    if facts_of(clean) != facts_of(old):
        review.rated_at = moment
        _weigh(review)
    db.session.flush()  # the score is summed from the row
    recount([review.product_id])
    events.publish(
        ReviewEdited(
            object_id=review.id, actor_id=review.author_id, version=version + 1
        )
    )
    if at is None:
        events.publish(Posted("review", review.id, review.author_id))


def draft_of(review: Review) -> Draft:
    """Return what a review says, as its author would type it."""
    return Draft(
        relationship=review.relationship,
        incentive=review.incentive,
        incentive_from=review.incentive_from,
        ratings=review.ratings,
        good=review.good,
        bad=review.bad,
    )


def _checked(draft: Draft) -> Draft:
    """Return a review as it may be posted; raise Invalid for what may not."""
    clean = checked(draft)
    said = watched({"good": clean.good, "bad": clean.bad}, NOT_YET)
    return checked(replace(clean, good=said["good"], bad=said["bad"]))


def _require_public(product: Product) -> None:
    if not can_see_product(VISITOR, product):
        raise Invalid(
            NOT_YET,
            fields={"product": "We don’t know that product. Choose one from the list."},
        )


def _columns(clean: Draft, shown: Preview) -> dict[str, Any]:
    return {
        "relationship": clean.relationship,
        "incentive": clean.incentive,
        "incentive_from": clean.incentive_from,
        **{one.value: stars for one, stars in clean.ratings.items()},
        "overall": overall_of(clean.ratings),
        "good": clean.good,
        "bad": clean.bad,
        "good_html": shown.good_html,
        "bad_html": shown.bad_html,
        "renderer_version": RENDERER_VERSION,
    }


def _weigh(review: Review) -> None:
    review.weight = weight_of(
        review.relationship, is_verified=review.is_verified, rated_at=review.rated_at
    )


def take_version(review: Review, version: int) -> None:
    """Count a version up; raise StaleEdit unless it is the one that was seen."""
    taken = changed(
        sa.update(Review)
        .where(Review.id == review.id, Review.version == version)
        .values(version=version + 1)
    )
    if not taken:
        raise StaleEdit("You edited this since you opened it, on another page.")
    db.session.expire(review)


def keep_version(review: Review, version: int, words: Draft, at: datetime) -> None:
    """Add a version to the history."""
    db.session.add(
        ReviewRevision(
            review_id=review.id,
            version=version,
            facts=facts_of(words),
            good=words.good,
            bad=words.bad,
            written_at=at,
        )
    )
