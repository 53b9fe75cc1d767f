"""Which vendors and categories search engines are shown: those with something to see."""

import sqlalchemy as sa

from community.catalog.access import visible_products, visible_vendors
from community.catalog.models import Category, Product, Vendor
from community.catalog.paths import category_path, vendor_path
from community.core.actors import VISITOR
from community.core.ports import Address
from community.core.sitemap import Listed


def _sells() -> sa.ColumnElement[bool]:
    return sa.and_(visible_vendors(VISITOR), Vendor.product_count > 0)


def _is_filled() -> sa.ColumnElement[bool]:
    return sa.exists().where(
        Product.category_id == Category.id, visible_products(VISITOR)
    )


VENDORS = Listed(
    "vendors",
    rows=lambda: sa.select(Vendor).where(_sells()).order_by(Vendor.id),
    address=lambda row: Address(vendor_path(row.Vendor)),
)
"""Vendors that sell something here."""

CATEGORIES = Listed(
    "categories",
    rows=lambda: sa.select(Category).where(_is_filled()).order_by(Category.id),
    address=lambda row: Address(category_path(row.Category)),
)
"""Categories with products."""
