"""One's own reviews: written, changed and taken away, by the rules of the pages."""

from flask import Blueprint

from community.api.bearer import ROOT
from community.api.looked_over import look_over
from community.api.nesting import nested
from community.api.once import once
from community.api.operations import Made, Operations
from community.api.scopes import Scope
from community.api.shapes import Paged
from community.api.shapes_reviews import (
    ChangedReview,
    NewReview,
    OwnReview,
    OwnReviewRow,
    OwnReviews,
    Stars,
)
from community.catalog.queries import find_product_by_public_id_for
from community.core.actors import Actor
from community.core.errors import Invalid
from community.core.rights import Right
from community.core.web import CONTRIBUTORS, SIGNED_IN, current_actor
from community.reviews import queries
from community.reviews.access import require_author, require_can_edit
from community.reviews.dimensions import Dimension
from community.reviews.drafts import NOT_YET, Draft
from community.reviews.models import Review
from community.reviews.queries import Found
from community.reviews.rules import removing, writing

part = Operations(Blueprint("api_own_reviews", __name__, url_prefix=ROOT), "My reviews")
_READS, _WRITES = Scope.READ_OWN, Scope.WRITE_POSTS
_REVIEW = "/me/reviews/{public_id}"


@part.get("/me/reviews", answer=OwnReviews, query=Paged, scope=_READS, policy=SIGNED_IN)
def list_my_reviews(asked: Paged) -> OwnReviews:
    """List the reviews that you wrote, the newest first."""
    page = queries.list_own(current_actor(), asked.after)
    items = [
        OwnReviewRow(
            id=one.review.public_id,
            product=one.product.name,
            state=str(one.review.state),
            created_at=one.review.created_at,
            url=one.url,
        )
        for one in page.items
    ]
    return OwnReviews(items=items, next=page.next_cursor)


@part.get(_REVIEW, answer=OwnReview, scope=_READS, policy=SIGNED_IN)
def show_my_review(public_id: str) -> OwnReview:
    """Show a review of yours as you wrote it."""
    return _told(_own(public_id))


@part.change(
    "POST",
    "/me/reviews",
    scope=_WRITES,
    policy=CONTRIBUTORS,
    right=Right.REVIEW,
    body=NewReview,
    answer=OwnReview,
    idempotent=True,
)
def write_review(sent: NewReview) -> Made:
    """Review a product, once. Screening, limits and checks are those of the page."""
    actor = current_actor()

    def write() -> str:
        product = find_product_by_public_id_for(actor, sent.product)
        if product is None:
            raise Invalid(NOT_YET, fields={"product": "There is no such product."})
        draft = _draft(actor, sent)
        with nested("stars", Stars):
            return writing.write_review(actor, product, draft).public_id

    public_id, _ = once(write)
    return Made(show_my_review(public_id), f"/me/reviews/{public_id}")


@part.change(
    "PUT",
    _REVIEW,
    scope=_WRITES,
    policy=CONTRIBUTORS,
    body=ChangedReview,
    answer=OwnReview,
)
def change_review(public_id: str, sent: ChangedReview) -> OwnReview:
    """Change a review of yours that is still at the version that you read."""
    actor = current_actor()
    review = _own(public_id).review
    require_can_edit(actor, review)
    draft = _draft(actor, sent)
    with nested("stars", Stars):
        writing.edit_review(actor, review, draft, version=sent.version)
    return show_my_review(public_id)


@part.change("DELETE", _REVIEW, scope=_WRITES, policy=SIGNED_IN)
def remove_review(public_id: str) -> None:
    """Take a review of yours away. You can bring it back."""
    removing.remove_review(current_actor(), _own(public_id).review)


@part.change("POST", f"{_REVIEW}/restore", scope=_WRITES, policy=SIGNED_IN)
def restore_review(public_id: str) -> None:
    """Bring a review of yours back."""
    removing.restore_review(current_actor(), _own(public_id).review)


def _own(public_id: str) -> Found:
    found = queries.get_review_for(current_actor(), public_id)
    require_author(current_actor(), found.review)
    return found


def _draft(actor: Actor, sent: NewReview | ChangedReview) -> Draft:
    words = {"good": sent.good, "bad": sent.bad}
    words = look_over(actor, words, sent.check, anonymous=False)
    stars = sent.stars.model_dump()
    return Draft(
        relationship=sent.relationship,
        incentive=sent.incentive,
        incentive_from=sent.incentive_from,
        ratings={one: stars[one.value] for one in Dimension},
        good=words["good"],
        bad=words["bad"],
    )


def _told(found: Found) -> OwnReview:
    review: Review = found.review
    words = writing.draft_of(review)
    return OwnReview(
        id=review.public_id,
        product=found.product.public_id,
        relationship=words.relationship,
        incentive=words.incentive,
        incentive_from=words.incentive_from,
        stars=Stars(**{one.value: words.ratings.get(one) for one in Dimension}),
        good=words.good,
        bad=words.bad,
        state=str(review.state),
        version=review.version,
        created_at=review.created_at,
        edited_at=review.edited_at,
    )
