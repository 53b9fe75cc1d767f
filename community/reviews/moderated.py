"""Reviews as moderators decide about them."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from community.accounts.correspondence import write_to
from community.accounts.models import User
from community.catalog.models import Product
from community.catalog.queries import category_of_product
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import NotFound
from community.core.moderating import ModeratedItem
from community.core.visibility import State
from community.reviews import access
from community.reviews.models import Review
from community.reviews.paths import review_path
from community.reviews.queries import get_review_for
from community.reviews.rules import redacting, removing

_A_STAR, _HALF_A_STAR = 100, 50
_TAKEN_AWAY = (State.HIDDEN, State.REMOVED)


class ModeratedReviews:
    """The reviews of app.py."""

    kind = "review"
    label = "Review"

    def find(self, actor: Actor, public_id: str) -> ModeratedItem | None:
        try:
            review = get_review_for(actor, public_id).review
        except NotFound:
            return None
        return self.load(review.id) if access.can_read_review(actor, review) else None

    def load(self, object_id: int) -> ModeratedItem:
        review, product, author = db.session.execute(
            sa.select(Review, Product, User)
            .join(Product, Product.id == Review.product_id)
            .join(User, User.id == Review.author_id)
            .where(Review.id == object_id)
        ).one()
        return ModeratedItem(
            kind=self.kind,
            object_id=review.id,
            public_id=review.public_id,
            title=f"Review of {product.name}",
            url=review_path(review.public_id),
            text=f"{review.good}\n\n{review.bad}",
            version=review.version,
            author=author.display_name,
            author_id=author.id,
            vendor_id=product.vendor_id,
            is_public=review.state is State.PUBLIC,
            is_verified=review.is_verified,
            state=review.state,
            vendor=product.vendor.slug if product.vendor else "",
            product=product.slug,
            subject=product.name,
            parts=(("What went well", review.good), ("What went badly", review.bad)),
        )

    def is_own(self, actor: Actor, object_id: int) -> bool:
        return access.is_author(actor, _review(object_id).author_id)

    def hold(self, object_id: int) -> None:
        removing.hold_review(_review(object_id))

    def hide(self, actor: Actor, object_id: int, reason: str) -> None:
        removing.hide_review(actor, _review(object_id), reason)

    def remove(self, actor: Actor, object_id: int, reason: str) -> None:
        removing.strike_review(actor, _review(object_id), reason)

    def redact(
        self, actor: Actor, object_id: int, texts: Sequence[str], reason: str
    ) -> Mapping[str, Any]:
        return redacting.redact_review(actor, _review(object_id), texts, reason)

    def unredact(
        self, actor: Actor, object_id: int, kept: Mapping[str, Any], reason: str
    ) -> None:
        redacting.put_back(actor, _review(object_id), kept, reason)

    def show(self, actor: Actor, object_id: int, reason: str) -> None:
        removing.unhide_review(actor, _review(object_id), reason)

    def by_stars(self) -> Mapping[int, tuple[int, int]]:
        shown = sa.func.sum(sa.case((Review.state == State.PUBLIC, 1), else_=0))
        taken = sa.func.sum(sa.case((Review.state.in_(_TAKEN_AWAY), 1), else_=0))
        rows = db.session.execute(
            sa.select(Review.overall, shown, taken).group_by(Review.overall)
        )
        found: dict[int, tuple[int, int]] = {}
        for overall, some, others in rows:
            stars = (overall + _HALF_A_STAR) // _A_STAR
            before = found.get(stars, (0, 0))
            found[stars] = before[0] + int(some), before[1] + int(others)
        return found

    def category_of(self, object_id: int) -> int | None:
        return category_of_product(_review(object_id).product_id)

    def write_to_author(self, object_id: int, subject: str, text: str) -> bool:
        return write_to(_review(object_id).author_id, subject, text)


def _review(review_id: int) -> Review:
    return db.session.get_one(Review, review_id)
