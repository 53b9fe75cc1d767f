"""What search finds in the catalogue: vendors and products, under all their names."""

from collections import defaultdict
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from community.catalog.access import visible_products, visible_vendors
from community.catalog.facts import Fact, known_facts
from community.catalog.figures import from_words
from community.catalog.kinds import MODEL_LABELS
from community.catalog.models import Plan, Product, ProductAlias, Vendor, VendorAlias
from community.catalog.paths import product_mark, product_path, vendor_path
from community.catalog.queries import current_prices
from community.core.actors import VISITOR, Actor
from community.core.db import db
from community.core.ports import (
    Marked,
    Searchable,
    SearchDocument,
    SearchFacts,
    SearchResult,
    search_document,
)

_MANY = "many vendors"


class Vendors:
    """Offers public vendors to search."""

    kind = "vendor"
    label = "Vendors"

    def documents(self, ids: Sequence[int]) -> list[SearchDocument]:
        names = _lines(VendorAlias.vendor_id, VendorAlias.name, ids)
        return [
            search_document(
                self.kind,
                one.id,
                one.name,
                "",
                {"names": names[one.id]},
                SearchFacts(vendor=one.slug),
            )
            for one in _vendors(VISITOR, ids)
        ]

    def ids_after(self, object_id: int, limit: int) -> list[int]:
        wanted = sa.select(Vendor.id).where(
            Vendor.id > object_id, visible_vendors(VISITOR)
        )
        return list(db.session.scalars(wanted.order_by(Vendor.id).limit(limit)))

    def results(self, actor: Actor, ids: Sequence[int]) -> list[SearchResult]:
        return [
            SearchResult(
                kind=self.kind,
                object_id=one.id,
                title=one.name,
                url=vendor_path(one),
                body="",
                facts=[_products_words(one.product_count)],
            )
            for one in _vendors(actor, ids)
        ]

    def fallback_ids(self, words: Sequence[str], limit: int) -> list[int]:
        wanted = sa.select(Vendor.id).where(
            visible_vendors(VISITOR),
            *(Vendor.name.icontains(word, autoescape=True) for word in words),
        )
        return list(db.session.scalars(wanted.order_by(Vendor.id).limit(limit)))

    def marks(self, actor: Actor, ids: Sequence[int]) -> dict[int, str]:
        return {one.id: one.slug for one in _vendors(actor, ids)}

    def names(self, actor: Actor, marks: Sequence[str]) -> dict[str, str]:
        wanted = sa.select(Vendor.slug, Vendor.name).where(
            Vendor.slug.in_(marks), visible_vendors(actor)
        )
        return {row.slug: row.name for row in db.session.execute(wanted)}


class Products:
    """Offers public products to search, with their vendor, category and plans."""

    kind = "product"
    label = "Products"

    def documents(self, ids: Sequence[int]) -> list[SearchDocument]:
        names = _lines(ProductAlias.product_id, ProductAlias.name, ids)
        plans = _lines(Plan.product_id, Plan.name, ids)
        facts = known_facts(ids)
        return [
            search_document(
                self.kind,
                one.id,
                one.name,
                plans[one.id],
                {
                    "names": names[one.id],
                    "vendor": one.vendor.name if one.vendor else "",
                    "category": one.category.name if one.category else "",
                },
                _marks(one, facts.get(one.id, ())),
            )
            for one in _products(VISITOR, ids)
        ]

    def ids_after(self, object_id: int, limit: int) -> list[int]:
        wanted = sa.select(Product.id).where(
            Product.id > object_id, visible_products(VISITOR)
        )
        return list(db.session.scalars(wanted.order_by(Product.id).limit(limit)))

    def results(self, actor: Actor, ids: Sequence[int]) -> list[SearchResult]:
        prices = current_prices(ids)
        facts = known_facts(ids)
        return [
            SearchResult(
                kind=self.kind,
                object_id=one.id,
                title=one.name,
                url=product_path(one),
                body="",
                facts=_facts(one, from_words(prices.get(one.id, ()))),
                figure=next((fact.line for fact in facts.get(one.id, ())), ""),
                now=_marks(one, facts.get(one.id, ())),
            )
            for one in _products(actor, ids)
        ]

    def fallback_ids(self, words: Sequence[str], limit: int) -> list[int]:
        wanted = sa.select(Product.id).where(
            visible_products(VISITOR),
            *(Product.name.icontains(word, autoescape=True) for word in words),
        )
        return list(db.session.scalars(wanted.order_by(Product.id).limit(limit)))

    def marks(self, actor: Actor, ids: Sequence[int]) -> dict[int, str]:
        return {one.id: product_mark(one) for one in _products(actor, ids)}

    def names(self, actor: Actor, marks: Sequence[str]) -> dict[str, str]:
        slugs = [mark.partition("/")[2] for mark in marks]
        wanted = sa.select(Product).where(
            Product.slug.in_(slugs), visible_products(actor)
        )
        found = {product_mark(one): one.name for one in db.session.scalars(wanted)}
        return {mark: found[mark] for mark in marks if mark in found}


SOURCES: list[Searchable] = [Products(), Vendors()]
MARKED: dict[str, Marked] = {"vendor": Vendors(), "product": Products()}


def _vendors(actor: Actor, ids: Sequence[int]) -> Sequence[Vendor]:
    wanted = sa.select(Vendor).where(Vendor.id.in_(ids), visible_vendors(actor))
    return db.session.scalars(wanted.order_by(Vendor.id)).all()


def _products(actor: Actor, ids: Sequence[int]) -> Sequence[Product]:
    wanted = sa.select(Product).where(Product.id.in_(ids), visible_products(actor))
    return db.session.scalars(wanted.order_by(Product.id)).all()


def _lines(
    owner: InstrumentedAttribute[int],
    name: InstrumentedAttribute[str],
    ids: Sequence[int],
) -> defaultdict[int, str]:
    """Return all names of each owner as one text, a line for each."""
    rows = db.session.execute(
        sa.select(owner, name).where(owner.in_(ids)).order_by(owner, name)
    )
    by_owner: dict[int, list[str]] = defaultdict(list)
    for owner_id, text in rows:
        by_owner[owner_id].append(text)
    return defaultdict(str, {key: "\n".join(found) for key, found in by_owner.items()})


def _facts(product: Product, list_price: str) -> list[str]:
    facts = [product.vendor.name if product.vendor else _MANY]
    if product.category:
        facts.append(product.category.name)
    facts.append(f"List price {list_price}" if list_price else "")
    facts.append(MODEL_LABELS[product.pricing_model] if not list_price else "")
    return [fact for fact in facts if fact]


def _marks(product: Product, facts: Sequence[Fact]) -> SearchFacts:
    """Return what a product is filtered by: a published median is, and no other figure."""
    amounts = [fact.amount for fact in facts if fact.amount is not None]
    return SearchFacts(
        vendor=product.vendor.slug if product.vendor else "",
        product=product_mark(product),
        traits=("price",) if amounts else (),
        price=float(amounts[0]) if amounts else None,
    )


def _products_words(count: int) -> str:
    return "1 product" if count == 1 else f"{count:,} products"
