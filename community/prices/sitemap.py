"""Which products search engines are shown: those whose page says something."""

import sqlalchemy as sa

from community.catalog.access import visible_products
from community.catalog.models import ListPrice, Plan, Product
from community.catalog.paths import product_path
from community.core.actors import VISITOR
from community.core.ports import Address
from community.core.sitemap import Listed
from community.prices.access import shown_cards
from community.prices.models import PriceCard
from community.prices.snapshot import has_figure
from community.records.models import RecordSummary
from community.reviews.models import ProductScore
from community.threads.access import listed_threads
from community.threads.models import Thread


def _says_something() -> sa.ColumnElement[bool]:
    """Return the filter for pages with a price, a record, a question or a review."""
    told = (
        has_figure(),
        sa.exists().where(PriceCard.product_id == Product.id, shown_cards()),
        sa.exists().where(RecordSummary.product_id == Product.id),
        sa.exists().where(Plan.product_id == Product.id, ListPrice.plan_id == Plan.id),
        sa.exists().where(Thread.product_id == Product.id, listed_threads()),
        # What is counted there is what is public: see reviews/scores.py.
        sa.exists().where(
            ProductScore.product_id == Product.id, ProductScore.reviews > 0
        ),
    )
    return sa.and_(visible_products(VISITOR), sa.or_(*told))


PRODUCTS = Listed(
    "products",
    rows=lambda: sa.select(Product).where(_says_something()).order_by(Product.id),
    address=lambda row: Address(product_path(row.Product)),
)
"""The pages of products."""
