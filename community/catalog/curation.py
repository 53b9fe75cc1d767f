"""What moderators set right: names, addresses, aliases, and how a product is filed."""

import sqlalchemy as sa

from community.catalog import counts, names
from community.catalog.access import require_curator
from community.catalog.events import (
    ProductChanged,
    ProductRenamed,
    VendorChanged,
    VendorRenamed,
)
from community.catalog.kinds import AliasSource, Period, PricingModel
from community.catalog.models import (
    Category,
    Product,
    ProductAlias,
    SlugRedirect,
    Vendor,
    VendorAlias,
)
from community.catalog.slugs import EVERYWHERE, product_slugs, vendor_slugs
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import Conflict, Invalid, NotFound
from community.core.events import ManyContentChanged, publish
from community.core.moderationevents import Refiled
from community.core.text import slugify


def rename_vendor(actor: Actor, vendor: Vendor, name: str) -> None:
    """Give a vendor another name and address; the old ones go on leading to it."""
    require_curator(actor)
    shown = names.tidy(name)
    _add_vendor_key(vendor, shown, AliasSource.NAME)
    if names.sort_key(shown) != vendor.sort_key:
        db.session.execute(
            sa.delete(SlugRedirect).where(
                SlugRedirect.vendor_id == vendor.id,
                SlugRedirect.vendor_slug == slugify(shown),
            )
        )
        old, vendor.slug = vendor.slug, vendor_slugs().take(EVERYWHERE, shown)
        db.session.add(SlugRedirect(vendor_slug=old, vendor_id=vendor.id))
    vendor.name = shown
    vendor.sort_key = names.sort_key(shown)
    vendor.initial = names.initial(shown)
    publish(VendorRenamed(object_id=vendor.id))
    # Search finds a product under its vendor's name too.
    owned = sa.select(Product.id).where(Product.vendor_id == vendor.id)
    publish(ManyContentChanged("product", tuple(db.session.scalars(owned))))


def rename_product(actor: Actor, product: Product, name: str) -> None:
    """Give a product another name and address; the old ones go on leading to it."""
    require_curator(actor)
    shown = names.tidy(name)
    _add_product_key(product, shown, AliasSource.NAME)
    if names.sort_key(shown) != product.sort_key:
        db.session.execute(
            sa.delete(SlugRedirect).where(
                SlugRedirect.product_id == product.id,
                SlugRedirect.vendor_slug == product.vendor_slug,
                SlugRedirect.product_slug == slugify(shown),
            )
        )
        old = product.slug
        product.slug = product_slugs().take(product.vendor_id or EVERYWHERE, shown)
        db.session.add(
            SlugRedirect(
                vendor_slug=product.vendor_slug, product_slug=old, product_id=product.id
            )
        )
    product.name = shown
    product.sort_key = names.sort_key(shown)
    product.initial = names.initial(shown)
    publish(ProductRenamed(object_id=product.id))


def add_vendor_alias(actor: Actor, vendor: Vendor, name: str) -> None:
    """Let another name mean this vendor; Conflict when it means another one."""
    require_curator(actor)
    _add_vendor_key(vendor, names.tidy(name), AliasSource.SPELLING)
    publish(VendorChanged.of(vendor.id))


def remove_vendor_alias(actor: Actor, vendor: Vendor, alias_id: int) -> None:
    """Forget a name; the one under which the vendor is shown stays."""
    require_curator(actor)
    alias = db.session.get(VendorAlias, alias_id)
    if alias is None or alias.vendor_id != vendor.id:
        raise NotFound("This vendor has no such name.")
    if alias.key == names.vendor_key(vendor.name):
        raise Conflict("That is the vendor's own name: rename the vendor instead.")
    db.session.delete(alias)
    publish(VendorChanged.of(vendor.id))


def add_product_alias(actor: Actor, product: Product, name: str) -> None:
    """Let another name mean this product, among those of its vendor."""
    require_curator(actor)
    _add_product_key(product, names.tidy(name), AliasSource.SPELLING)
    publish(ProductChanged.of(product.id))


def set_product_facts(
    actor: Actor,
    product: Product,
    *,
    category: Category | None,
    pricing_model: PricingModel,
    metric: str,
    metric_period: Period,
    unit: str,
    unit_quantity: int,
) -> None:
    """Say how a product is filed and sold."""
    require_curator(actor)
    if unit_quantity < 1:
        raise Invalid("Check the unit.", fields={"unit_quantity": "One at least."})
    old, new = product.category_id, None if category is None else category.id
    if old != new:
        if old is not None:
            counts.add(Category.product_count, old, -1)
        if new is not None:
            counts.add(Category.product_count, new, 1)
        publish(Refiled())
    product.category_id = new
    product.pricing_model = pricing_model
    product.metric = names.tidy(metric)[:40]
    product.metric_period = metric_period
    product.unit = names.tidy(unit)[:60]
    product.unit_quantity = unit_quantity
    publish(ProductChanged.of(product.id))


def _add_vendor_key(vendor: Vendor, name: str, source: AliasSource) -> None:
    key = names.vendor_key(name)
    if not key:
        raise Invalid(
            "Check the name.", fields={"name": "A name needs a letter or a digit."}
        )
    known = db.session.scalar(sa.select(VendorAlias).where(VendorAlias.key == key))
    if known is None:
        alias = VendorAlias(vendor_id=vendor.id, name=name, key=key, source=source)
        db.session.add(alias)
    elif known.vendor_id != vendor.id:
        raise Conflict("That name means another vendor: merge the two instead.")


def _add_product_key(product: Product, name: str, source: AliasSource) -> None:
    key = names.product_key(name)
    if not key:
        raise Invalid("Check the name.", fields={"name": "A name cannot be empty."})
    siblings = (
        ProductAlias.vendor_id.is_(None)
        if product.vendor_id is None
        else ProductAlias.vendor_id == product.vendor_id
    )
    known = db.session.scalar(
        sa.select(ProductAlias).where(siblings, ProductAlias.key == key)
    )
    if known is None:
        db.session.add(
            ProductAlias(
                product_id=product.id,
                vendor_id=product.vendor_id,
                name=name,
                key=key,
                source=source,
            )
        )
    elif known.product_id != product.id:
        raise Conflict("That name means another product: merge the two instead.")
