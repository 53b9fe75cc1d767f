"""Making two vendors, or two products, one: old addresses, names and rows lead to it.

What is merged away stays as a row that points at the target, so that its address still
leads somewhere; a Merge row keeps the ids that moved, for a person who must undo it.
"""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from community.catalog import counts, names
from community.catalog.access import require_curator
from community.catalog.events import (
    ProductChanged,
    ProductsMerged,
    VendorChanged,
    VendorsMerged,
)
from community.catalog.handing import (
    merge_aliases,
    merge_plans,
    move_aliases,
    plans_by_key,
    product_aliases,
    vendor_aliases,
)
from community.catalog.kinds import AliasSource, SuggestionKind
from community.catalog.models import (
    Category,
    Merge,
    Product,
    ProductAlias,
    SlugRedirect,
    Vendor,
)
from community.catalog.slugs import SlugBook, product_slugs
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import Conflict, Invalid
from community.core.events import publish
from community.core.visibility import State

_REASON_LENGTH = 500


@dataclass(frozen=True)
class MergePreview:
    """What a merge would do, in names; of vendors the parts are products, else plans."""

    moving: list[str]
    merging: list[str]
    names: list[str]
    warnings: list[str]


def preview_vendor_merge(actor: Actor, source: Vendor, target: Vendor) -> MergePreview:
    """Return what merge_vendors() would do; raises what it would raise."""
    require_curator(actor)
    _require_two(source, target)
    twins = _twins(source, target)
    products = _products_of(source)
    return MergePreview(
        moving=[p.name for p in products if p.id not in twins],
        merging=[p.name for p in products if p.id in twins],
        names=[alias.name for alias in vendor_aliases(source)],
        warnings=[],
    )


def preview_product_merge(
    actor: Actor, source: Product, target: Product
) -> MergePreview:
    """Return what merge_products() would do; raises what it would raise."""
    require_curator(actor)
    _require_two_products(source, target)
    theirs = plans_by_key(target)
    plans = plans_by_key(source)
    warnings = []
    if source.pricing_model is not target.pricing_model or source.unit != target.unit:
        warnings.append(
            "The two are not sold in the same way: their prices do not compare."
        )
    return MergePreview(
        moving=[plan.name for key, plan in plans.items() if key not in theirs],
        merging=[plan.name for key, plan in plans.items() if key in theirs],
        names=[alias.name for alias in product_aliases(source)],
        warnings=warnings,
    )


def merge_vendors(actor: Actor, source: Vendor, target: Vendor, reason: str) -> Merge:
    """Make `source` part of `target`: products, names and addresses go over.

    A product that both have becomes one. Other slices follow by VendorsMerged and
    ProductsMerged, in this transaction. The note that is returned says what moved.
    """
    require_curator(actor)
    _lock(source, target)
    _require_two(source, target)
    note = _note(actor, SuggestionKind.VENDOR, source.id, target.id, reason)
    twins = _twins(source, target)
    moved, merged = [], []
    slugs = product_slugs()
    for product in _products_of(source):
        twin = twins.get(product.id)
        if twin is not None:
            merge_products(actor, product, twin, reason)
            merged.append([product.id, twin.id])
        else:
            moved.append([product.id, product.slug])
            _move_product(product, source, target, slugs)
    counts.add(Vendor.product_count, target.id, len(moved))
    aliases = vendor_aliases(source)
    for alias in aliases:
        alias.vendor_id = target.id
        alias.source = AliasSource.MERGED
    _point(Vendor.merged_into_id, source.id, target.id)
    _point(SlugRedirect.vendor_id, source.id, target.id)
    note.moved = {
        "products": moved,
        "merged_products": merged,
        "aliases": [alias.id for alias in aliases],
        "state": source.state.value,
    }
    source.merged_into_id = target.id
    source.state = State.DELETED
    source.product_count = 0
    publish(VendorsMerged(source.id, target.id, actor.user_id))
    publish(VendorChanged.of(source.id))
    publish(VendorChanged.of(target.id))
    return note


def merge_products(
    actor: Actor, source: Product, target: Product, reason: str
) -> Merge:
    """Make `source` part of `target`: plans, list prices, names and addresses go over.

    Where both have a list price of the same day and series, the target's stands and
    the other stays with the merged product. Other slices follow by ProductsMerged.
    """
    require_curator(actor)
    _lock(source, target)
    _require_two_products(source, target)
    note = _note(actor, SuggestionKind.PRODUCT, source.id, target.id, reason)
    twin_plans, moved_plans, moved_prices = merge_plans(source, target)
    aliases = merge_aliases(source, target)
    _point(Product.merged_into_id, source.id, target.id)
    _point(SlugRedirect.product_id, source.id, target.id)
    note.moved = {
        "plans": moved_plans,
        "twin_plans": [list(pair) for pair in twin_plans],
        "list_prices": moved_prices,
        "aliases": aliases,
        "state": source.state.value,
    }
    if source.vendor_id is not None:
        counts.add(Vendor.product_count, source.vendor_id, -1)
    if source.category_id is not None:
        counts.add(Category.product_count, source.category_id, -1)
    counts.add(Product.plan_count, target.id, len(moved_plans))
    counts.add(Product.plan_count, source.id, -len(moved_plans))
    source.merged_into_id = target.id
    source.state = State.DELETED
    publish(ProductsMerged(source.id, target.id, actor.user_id, tuple(twin_plans)))
    publish(ProductChanged.of(source.id))
    publish(ProductChanged.of(target.id))
    return note


def _require_two(source: Vendor | Product, target: Vendor | Product) -> None:
    if source.id == target.id:
        raise Invalid("Choose another one: these are the same.")
    if source.merged_into_id is not None or target.merged_into_id is not None:
        raise Conflict("One of the two has been merged already.")


def _lock(source: Vendor | Product, target: Vendor | Product) -> None:
    """Read both anew and hold them until the commit.

    Else one into the other and the other into the one, at once, would lose both.
    """
    model = type(source)
    both = (
        sa.select(model)
        .where(model.id.in_((source.id, target.id)))
        .order_by(model.id)
        .with_for_update(of=model)
    )
    db.session.scalars(both, execution_options={"populate_existing": True}).all()


def _require_two_products(source: Product, target: Product) -> None:
    _require_two(source, target)
    if source.is_market is not target.is_market:
        raise Invalid("What many vendors sell alike is not one vendor's product.")


def _note(
    actor: Actor, kind: SuggestionKind, source_id: int, target_id: int, reason: str
) -> Merge:
    given = names.tidy(reason)
    if not given:
        raise Invalid("Say why.", fields={"reason": "Say why the two are one."})
    note = Merge(
        kind=kind,
        source_id=source_id,
        target_id=target_id,
        reason=given[:_REASON_LENGTH],
        moved={},
        merged_by_id=actor.user_id,
    )
    db.session.add(note)
    return note


def _products_of(vendor: Vendor) -> list[Product]:
    return list(
        db.session.scalars(
            sa.select(Product)
            .where(Product.vendor_id == vendor.id, Product.merged_into_id.is_(None))
            .order_by(Product.id)
        )
    )


def _twins(source: Vendor, target: Vendor) -> dict[int, Product]:
    """Return the target's product of the same name, by the id of the source's."""
    rows = db.session.execute(
        sa.select(ProductAlias.key, Product)
        .join(Product, Product.id == ProductAlias.product_id)
        .where(ProductAlias.vendor_id == target.id)
    )
    theirs = dict(rows.all())
    keyed = {p.id: names.product_key(p.name) for p in _products_of(source)}
    return {
        product_id: theirs[key] for product_id, key in keyed.items() if key in theirs
    }


def _move_product(
    product: Product, source: Vendor, target: Vendor, slugs: SlugBook
) -> None:
    db.session.add(
        SlugRedirect(
            vendor_slug=source.slug, product_slug=product.slug, product_id=product.id
        )
    )
    product.slug = slugs.take(target.id, product.slug)
    move_aliases(product, target.id, product.id)
    product.vendor_id = target.id
    publish(ProductChanged.of(product.id))


def _point(
    column: InstrumentedAttribute[int | None], source_id: int, target_id: int
) -> None:
    """Let whatever pointed at the source point at the target."""
    db.session.execute(
        sa.update(column.class_).where(column == source_id).values({column: target_id})
    )
