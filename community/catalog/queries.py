"""Finding vendors, products, plans and their list prices; every list in few queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

import sqlalchemy as sa

from community.catalog.access import (
    can_see_product,
    can_see_vendor,
    visible_products,
    visible_vendors,
)
from community.catalog.kinds import MARKET_SLUG, NO_SLUG, PlanKind
from community.catalog.models import (
    Category,
    ListPrice,
    Plan,
    Product,
    SlugRedirect,
    Vendor,
    VendorAlias,
)
from community.catalog.paths import is_public_id, is_slug
from community.core.actors import Actor
from community.core.db import db, find_many
from community.core.errors import NotFound
from community.core.paging import Page, keyset_page

T = TypeVar("T", Vendor, Product)
PAGE_SIZE = 50
_LONGEST_CHAIN = 5
"""Merges keep chains flat; this only bounds what a broken database could do."""


def list_categories() -> list[Category]:
    return list(db.session.scalars(sa.select(Category).order_by(Category.name)))


def category_of_product(product_id: int | None) -> int | None:
    if product_id is None:
        return None
    return db.session.scalar(
        sa.select(Product.category_id).where(Product.id == product_id)
    )


class CategoryNames:
    """The categories of app.py, for rooms that may not know the catalogue."""

    def categories(self) -> dict[int, str]:
        return {one.id: one.name for one in list_categories()}


def get_category(slug: str) -> Category:
    category = None
    if is_slug(slug):
        category = db.session.scalar(sa.select(Category).where(Category.slug == slug))
    if category is None:
        raise NotFound("There is no such category.")
    return category


def find_vendor_by_slug(slug: str) -> Vendor | None:
    """Return the vendor that `slug` means today, through renames and merges.

    The vendor's own slug may differ from the one asked for: redirect then (301).
    """
    if not is_slug(slug):
        return None
    vendor = db.session.scalar(sa.select(Vendor).where(Vendor.slug == slug))
    if vendor is None:
        vendor = db.session.scalar(
            sa.select(Vendor)
            .join(SlugRedirect, SlugRedirect.vendor_id == Vendor.id)
            .where(
                SlugRedirect.vendor_slug == slug, SlugRedirect.product_slug == NO_SLUG
            )
        )
    return None if vendor is None else _end_of_merges(Vendor, vendor)


def get_vendor_for(actor: Actor, slug: str) -> Vendor:
    """Return the vendor that `actor` may see there; see find_vendor_by_slug()."""
    vendor = find_vendor_by_slug(slug)
    if vendor is None or not can_see_vendor(actor, vendor):
        raise NotFound("There is no such vendor.")
    return vendor


def get_vendor_by_id_for(actor: Actor, vendor_id: int) -> Vendor:
    vendor = db.session.get(Vendor, vendor_id)
    if vendor is None or not can_see_vendor(actor, vendor):
        raise NotFound("There is no such vendor.")
    return vendor


def get_product_for(actor: Actor, vendor_slug: str, product_slug: str) -> Product:
    """Return the product at an address, "market" standing for no vendor.

    Old addresses lead to it too. When `product.vendor_slug` or `product.slug` differs
    from what was asked for, redirect (301). Raises NotFound for what `actor` may not see.
    """
    product = None
    if is_slug(vendor_slug) and is_slug(product_slug):
        product = _find_product(vendor_slug, product_slug)
    if product is None or not can_see_product(actor, product):
        raise NotFound("There is no such product.")
    return product


def get_product_by_id_for(actor: Actor, product_id: int) -> Product:
    product = db.session.get(Product, product_id)
    if product is None or not can_see_product(actor, product):
        raise NotFound("There is no such product.")
    return product


def find_product_by_public_id_for(actor: Actor, public_id: str) -> Product | None:
    """Return the product of "?product=…" in a link to a form, if `actor` may see it."""
    if not is_public_id(public_id):
        return None
    product = db.session.scalar(
        sa.select(Product).where(Product.public_id == public_id)
    )
    if product is None:
        return None
    product = _end_of_merges(Product, product)
    return product if can_see_product(actor, product) else None


def products_by_id(ids: Iterable[int]) -> dict[int, Product]:
    """Return the products of `ids` with vendor and category, whatever their state."""
    return find_many(Product, ids)


def _find_product(vendor_slug: str, product_slug: str) -> Product | None:
    moved = db.session.scalar(
        sa.select(Product)
        .join(SlugRedirect, SlugRedirect.product_id == Product.id)
        .where(
            SlugRedirect.vendor_slug == vendor_slug,
            SlugRedirect.product_slug == product_slug,
        )
    )
    if moved is not None:
        return _end_of_merges(Product, moved)
    here = sa.select(Product).where(Product.slug == product_slug)
    if vendor_slug == MARKET_SLUG:
        here = here.where(Product.vendor_id.is_(None))
    else:
        # A merged vendor keeps the products that were merged with it: ask it first.
        named = sa.select(Vendor.id).where(Vendor.slug == vendor_slug)
        own = db.session.scalar(
            here.where(Product.vendor_id == named.scalar_subquery())
        )
        if own is not None:
            return _end_of_merges(Product, own)
        vendor = find_vendor_by_slug(vendor_slug)
        if vendor is None:
            return None
        here = here.where(Product.vendor_id == vendor.id)
    product = db.session.scalar(here)
    return None if product is None else _end_of_merges(Product, product)


def _end_of_merges(model: type[T], row: T) -> T:
    for _ in range(_LONGEST_CHAIN):
        if row.merged_into_id is None:
            break
        row = db.session.get_one(model, row.merged_into_id)
    return row


def list_products(
    actor: Actor,
    *,
    after: str | None,
    vendor: Vendor | None = None,
    category: Category | None = None,
    market: bool | None = None,
    initial: str | None = None,
    size: int = PAGE_SIZE,
) -> Page[Product]:
    """Return a page by name; `market` keeps (or leaves out) those without a vendor."""
    products = sa.select(Product).where(visible_products(actor))
    if vendor is not None:
        products = products.where(Product.vendor_id == vendor.id)
    if category is not None:
        products = products.where(Product.category_id == category.id)
    if market is not None:
        no_vendor = Product.vendor_id.is_(None)
        products = products.where(no_vendor if market else ~no_vendor)
    if initial is not None:
        products = products.where(Product.initial == initial)
    order = (Product.sort_key.asc(), Product.id.asc())
    return keyset_page(products, order=order, after=after, size=size)


def list_vendors(
    actor: Actor, *, after: str | None, initial: str | None = None
) -> Page[Vendor]:
    vendors = sa.select(Vendor).where(visible_vendors(actor))
    if initial is not None:
        vendors = vendors.where(Vendor.initial == initial)
    order = (Vendor.sort_key.asc(), Vendor.id.asc())
    return keyset_page(vendors, order=order, after=after, size=PAGE_SIZE)


def list_vendor_aliases(vendor: Vendor) -> list[VendorAlias]:
    aliases = sa.select(VendorAlias).where(VendorAlias.vendor_id == vendor.id)
    return list(db.session.scalars(aliases.order_by(VendorAlias.name, VendorAlias.id)))


def list_plans(product: Product) -> list[Plan]:
    plans = sa.select(Plan).where(Plan.product_id == product.id)
    return list(
        db.session.scalars(plans.order_by(Plan.kind.desc(), Plan.name, Plan.id))
    )


def current_prices(product_ids: Sequence[int]) -> dict[int, list[ListPrice]]:
    """Return the newest list price of each plan, add-ons apart, by product."""
    rows = db.session.execute(
        sa.select(Plan.product_id, ListPrice)
        .join(ListPrice, ListPrice.plan_id == Plan.id)
        .where(
            Plan.product_id.in_(product_ids),
            Plan.kind == PlanKind.PLAN,
            ListPrice.is_current,
        )
        .order_by(Plan.product_id, ListPrice.amount_micro, ListPrice.id)
    )
    by_product: dict[int, list[ListPrice]] = defaultdict(list)
    for product_id, price in rows:
        by_product[product_id].append(price)
    return by_product


def price_history(product: Product) -> list[tuple[Plan, list[ListPrice]]]:
    """Return each plan with all its list prices, oldest first."""
    by_plan: dict[int, list[ListPrice]] = defaultdict(list)
    for price in db.session.scalars(
        sa.select(ListPrice)
        .join(Plan, Plan.id == ListPrice.plan_id)
        .where(Plan.product_id == product.id)
        .order_by(ListPrice.valid_from, ListPrice.id)
    ):
        by_plan[price.plan_id].append(price)
    return [(plan, by_plan[plan.id]) for plan in list_plans(product)]
