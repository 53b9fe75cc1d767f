"""Which reviews search engines are shown: the pages of all that are public."""

import sqlalchemy as sa

from community.catalog.models import Product
from community.core.ports import Address
from community.core.sitemap import Listed
from community.reviews.access import listed_reviews
from community.reviews.models import Review
from community.reviews.paths import review_path

REVIEWS = Listed(
    "reviews",
    rows=lambda: (
        sa.select(Review.public_id, Review.edited_at, Review.created_at)
        .join(Product, Product.id == Review.product_id)
        .where(listed_reviews())
        .order_by(Review.id)
    ),
    address=lambda row: Address(
        review_path(row.public_id), row.edited_at or row.created_at
    ),
)
"""The permanent pages of reviews."""
