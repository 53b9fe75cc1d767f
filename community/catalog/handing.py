"""What goes over when two products are one: names, and plans with their list prices."""

import sqlalchemy as sa

from community.catalog.kinds import AliasSource
from community.catalog.models import (
    ListPrice,
    Plan,
    Product,
    ProductAlias,
    Vendor,
    VendorAlias,
)
from community.catalog.rules import mark_current
from community.core.db import db


def merge_aliases(source: Product, target: Product) -> list[int]:
    """Let the names of one mean the other; return their ids."""
    aliases = product_aliases(source)
    for alias in aliases:
        alias.source = AliasSource.MERGED
    move_aliases(source, target.vendor_id, target.id)
    return [alias.id for alias in aliases]


def move_aliases(product: Product, vendor_id: int | None, product_id: int) -> None:
    """Hand the names over; one that means something there already is dropped."""
    there = (
        ProductAlias.vendor_id.is_(None)
        if vendor_id is None
        else ProductAlias.vendor_id == vendor_id
    )
    aliases = product_aliases(product)
    keys = [alias.key for alias in aliases if alias.vendor_id != vendor_id]
    taken = set(
        db.session.scalars(
            sa.select(ProductAlias.key).where(there, ProductAlias.key.in_(keys))
        )
    )
    for alias in aliases:
        if alias.key in taken:
            db.session.delete(alias)
        else:
            alias.vendor_id = vendor_id
            alias.product_id = product_id


def merge_plans(
    source: Product, target: Product
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Move plans and prices; return twins, ids of moved plans, ids of moved prices."""
    theirs = plans_by_key(target)
    twins, moved_plans, moved_prices = [], [], []
    for key, plan in plans_by_key(source).items():
        if key in theirs:
            twins.append((plan.id, theirs[key].id))
            moved_prices += _move_prices(plan.id, theirs[key].id)
        else:
            plan.product_id = target.id
            moved_plans.append(plan.id)
    return twins, moved_plans, moved_prices


def _move_prices(source_id: int, target_id: int) -> list[int]:
    taken = {_series_day(price) for price in _prices(target_id)}
    moving = [p for p in _prices(source_id) if _series_day(p) not in taken]
    for price in moving:
        price.plan_id = target_id
    db.session.flush()  # the newest is looked for in the database
    mark_current(source_id)
    mark_current(target_id)
    return [price.id for price in moving]


def _series_day(price: ListPrice) -> tuple[object, ...]:
    return price.valid_from, price.currency, price.per_unit, price.per_period


def _prices(plan_id: int) -> list[ListPrice]:
    return list(
        db.session.scalars(sa.select(ListPrice).where(ListPrice.plan_id == plan_id))
    )


def plans_by_key(product: Product) -> dict[str, Plan]:
    plans = sa.select(Plan).where(Plan.product_id == product.id).order_by(Plan.id)
    return {plan.key: plan for plan in db.session.scalars(plans)}


def vendor_aliases(vendor: Vendor) -> list[VendorAlias]:
    aliases = sa.select(VendorAlias).where(VendorAlias.vendor_id == vendor.id)
    return list(db.session.scalars(aliases.order_by(VendorAlias.id)))


def product_aliases(product: Product) -> list[ProductAlias]:
    aliases = sa.select(ProductAlias).where(ProductAlias.product_id == product.id)
    return list(db.session.scalars(aliases.order_by(ProductAlias.id)))
