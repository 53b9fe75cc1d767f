"""Which posts, reviews and figures vendors dispute: for who decides about these."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from community.catalog.models import Product
from community.core.db import db
from community.prices.moderated import FIGURES
from community.reps.models import Dispute
from community.reviews.moderated import ModeratedReviews
from community.threads.moderated import ModeratedPosts

_COLUMNS: Mapping[str, Any] = {
    ModeratedPosts.kind: Dispute.post_id,
    ModeratedReviews.kind: Dispute.review_id,
    FIGURES: Dispute.product_id,
}


class VendorDisputes:
    """The disputes of app.py: answered and hidden ones too, for they were raised."""

    def is_disputed(self, kind: str, object_id: int) -> bool:
        column = _COLUMNS.get(kind)
        if column is None:
            return False
        meant = column == object_id
        if kind == FIGURES:
            # Disputes go where their product goes; a case keeps the number that it had.
            merged_into = sa.select(Product.merged_into_id).where(
                Product.id == object_id
            )
            meant = sa.or_(meant, column == merged_into.scalar_subquery())
        return bool(db.session.scalar(sa.select(sa.exists().where(meant))))
