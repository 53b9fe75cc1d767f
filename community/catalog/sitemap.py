"""Which vendors and categories search engines are shown: those with something to see."""

import sqlalchemy as sa

from community.catalog.access import visible_products, visible_vendors
from community.catalog.models import Category, Product, Vendor
from community.catalog.paths import category_path, vendor_path
from community.core.actors import VISITOR
from community.core.db import db
from community.core.ports import Address


class Vendors:
    """A core.ports.Addressed: vendors that sell something here."""

    kind = "vendors"

    def count(self) -> int:
        return db.session.scalar(sa.select(sa.func.count()).where(_sells())) or 0

    def page(self, number: int, size: int) -> list[Address]:
        found = db.session.scalars(
            sa.select(Vendor)
            .where(_sells())
            .order_by(Vendor.id)
            .offset((number - 1) * size)
            .limit(size)
        )
        return [Address(vendor_path(one)) for one in found]


def _sells() -> sa.ColumnElement[bool]:
    return sa.and_(visible_vendors(VISITOR), Vendor.product_count > 0)


class Categories:
    """A core.ports.Addressed: categories with products."""

    kind = "categories"

    def count(self) -> int:
        return db.session.scalar(sa.select(sa.func.count()).where(_is_filled())) or 0

    def page(self, number: int, size: int) -> list[Address]:
        found = db.session.scalars(
            sa.select(Category)
            .where(_is_filled())
            .order_by(Category.id)
            .offset((number - 1) * size)
            .limit(size)
        )
        return [Address(category_path(one)) for one in found]


def _is_filled() -> sa.ColumnElement[bool]:
    return sa.exists().where(
        Product.category_id == Category.id, visible_products(VISITOR)
    )
