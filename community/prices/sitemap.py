"""Which products search engines are shown: those whose page says something."""

import sqlalchemy as sa

from community.catalog.access import visible_products
from community.catalog.models import ListPrice, Plan, Product
from community.catalog.paths import product_path
from community.core.actors import VISITOR
from community.core.db import db
from community.core.ports import Address
from community.prices.models import PriceCard, PriceCell, Series
from community.records.models import RecordSummary
from community.threads.access import listed_threads
from community.threads.models import Thread


def _says_something() -> sa.ColumnElement[bool]:
    """Return the filter for pages with a published price, a record, or a question."""
    told = (
        sa.exists().where(
            Series.product_id == Product.id,
            PriceCell.series_id == Series.id,
            PriceCell.is_current,
        ),
        sa.exists().where(PriceCard.product_id == Product.id),
        sa.exists().where(RecordSummary.product_id == Product.id),
        sa.exists().where(Plan.product_id == Product.id, ListPrice.plan_id == Plan.id),
        sa.exists().where(Thread.product_id == Product.id, listed_threads()),
    )
    return sa.and_(visible_products(VISITOR), sa.or_(*told))


class Products:
    """A core.ports.Addressed: the pages of products."""

    kind = "products"

    def count(self) -> int:
        counted = sa.select(sa.func.count(Product.id)).where(_says_something())
        return db.session.scalar(counted) or 0

    def page(self, number: int, size: int) -> list[Address]:
        found = db.session.scalars(
            sa.select(Product)
            .where(_says_something())
            .order_by(Product.id)
            .offset((number - 1) * size)
            .limit(size)
        )
        return [Address(product_path(one)) for one in found]
