"""From what a person typed to a product: exactly one, or what it may have meant."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from community.catalog import names
from community.catalog.access import visible_products, visible_vendors
from community.catalog.models import Product, ProductAlias, Vendor, VendorAlias
from community.core.actors import Actor
from community.core.db import db

MARKET_LABEL = "any vendor"
_MARK = " · "
_MOST_WORDS = 12
_MOST_CANDIDATES = 8
_READ = 60
"""Rows that are ranked here; more would make a page of suggestions no better."""
_SHORTEST = 2
_LONGEST = 200


@dataclass(frozen=True)
class Resolution:
    """`product` when the text means exactly one; else what it may have meant."""

    product: Product | None
    candidates: tuple[Product, ...] = ()


@dataclass(frozen=True)
class VendorResolution:
    """`vendor` when the text means one; else what it may have meant."""

    vendor: Vendor | None
    candidates: tuple[Vendor, ...] = ()


def label(product: Product) -> str:
    """Return how a product is offered; resolve_product_text() reads it back."""
    seller = MARKET_LABEL if product.vendor is None else product.vendor.name
    return f"{product.name}{_MARK}{seller}"


def resolve_product_text(actor: Actor, text: str) -> Resolution:
    """Return the product that `text` names: its name or alias, alone or with the vendor.

    Takes "Arbor Desk", "Arbor Arbor Desk", "Arbor Desk · Arbor" and "Arbor Desk by
    Arbor"; case and spaces do not count. Only what `actor` may see is found.
    """
    text = text[:_LONGEST]
    found = _by_name(actor, text) or _by_vendor_and_name(actor, text)
    if len(found) == 1:
        return Resolution(found[0])
    offered = found or suggest_products(actor, text)
    return Resolution(None, tuple(offered[:_MOST_CANDIDATES]))


def suggest_products(
    actor: Actor, text: str, limit: int = _MOST_CANDIDATES
) -> list[Product]:
    """Return products in whose name or vendor all typed words occur, best first."""
    words = names.product_key(text[:_LONGEST].replace("·", " ")).split()[:_MOST_WORDS]
    if len("".join(words)) < _SHORTEST:
        return []
    matches = (
        sa.select(Product)
        .outerjoin(Vendor, Vendor.id == Product.vendor_id)
        .where(visible_products(actor), *(_has_word(word) for word in words))
        .order_by(sa.func.length(Product.name), Product.sort_key, Product.id)
        .limit(_READ)
    )
    wanted = " ".join(words)
    found = db.session.scalars(matches).all()
    return sorted(found, key=lambda product: _rank(product, wanted))[:limit]


def suggest_vendors(
    actor: Actor, text: str, limit: int = _MOST_CANDIDATES
) -> list[Vendor]:
    """Return vendors in whose names all typed words occur, best first."""
    words = names.fold(text[:_LONGEST]).split()[:_MOST_WORDS]
    if len("".join(words)) < _SHORTEST:
        return []
    aliases = sa.select(VendorAlias.vendor_id)
    for word in words:
        aliases = aliases.where(_like(VendorAlias.key, word))
    matches = (
        sa.select(Vendor)
        .where(visible_vendors(actor), Vendor.id.in_(aliases))
        .order_by(Vendor.sort_key, Vendor.id)
        .limit(_READ)
    )
    wanted = " ".join(words)
    found = db.session.scalars(matches).all()
    return sorted(found, key=lambda v: not v.sort_key.startswith(wanted))[:limit]


def resolve_vendor_text(actor: Actor, text: str) -> VendorResolution:
    """Return the vendor that `text` names, or those it may have meant."""
    vendor = find_vendor_by_name(actor, text)
    if vendor is not None:
        return VendorResolution(vendor)
    return VendorResolution(None, tuple(suggest_vendors(actor, text)))


def find_vendor_by_name(actor: Actor, text: str) -> Vendor | None:
    """Return the vendor whose name or alias `text` is; see names.vendor_key()."""
    key = names.vendor_key(text[:_LONGEST])
    return db.session.scalar(
        sa.select(Vendor)
        .join(VendorAlias, VendorAlias.vendor_id == Vendor.id)
        .where(VendorAlias.key == key, visible_vendors(actor))
    )


def _by_name(actor: Actor, text: str) -> list[Product]:
    key = names.product_key(text)
    return _products(actor, ProductAlias.key == key)


def _by_vendor_and_name(actor: Actor, text: str) -> list[Product]:
    pairs = _splits(text)
    vendor_keys = {names.vendor_key(vendor) for vendor, _ in pairs}
    rows = db.session.execute(
        sa.select(VendorAlias.key, VendorAlias.vendor_id).where(
            VendorAlias.key.in_(vendor_keys)
        )
    )
    owners = dict(rows.all())
    wishes = []
    for vendor, product in pairs:
        key = ProductAlias.key == names.product_key(product)
        if names.product_key(vendor) == MARKET_LABEL:
            wishes.append(sa.and_(ProductAlias.vendor_id.is_(None), key))
        elif names.vendor_key(vendor) in owners:
            owner = owners[names.vendor_key(vendor)]
            wishes.append(sa.and_(ProductAlias.vendor_id == owner, key))
    return _products(actor, sa.or_(*wishes)) if wishes else []


def _splits(text: str) -> list[tuple[str, str]]:
    """Return every way in which `text` may be a vendor and a product."""
    product, mark, vendor = text.rpartition(_MARK)
    if mark:
        return [(vendor, product)]
    words = names.tidy(text).split()
    if len(words) > _MOST_WORDS:
        return []
    pairs = []
    for i in range(1, len(words)):
        pairs.append((" ".join(words[:i]), " ".join(words[i:])))
        last = words[i + 1 :] if words[i].lower() == "by" else words[i:]
        if last:
            pairs.append((" ".join(last), " ".join(words[:i])))
    return pairs


def _products(actor: Actor, condition: sa.ColumnElement[bool]) -> list[Product]:
    meant = sa.select(ProductAlias.product_id).where(condition)
    found = sa.select(Product).where(Product.id.in_(meant), visible_products(actor))
    ordered = found.order_by(Product.sort_key, Product.id).limit(_READ)
    return list(db.session.scalars(ordered))


def _has_word(word: str) -> sa.ColumnElement[bool]:
    named = sa.exists().where(
        ProductAlias.product_id == Product.id, _like(ProductAlias.key, word)
    )
    return sa.or_(named, _like(Vendor.sort_key, word))


def _like(column: InstrumentedAttribute[str], word: str) -> sa.ColumnElement[bool]:
    return column.contains(word, autoescape=True)


def _rank(product: Product, wanted: str) -> int:
    """Return 0 for the very name, 1 for its beginning, 2 for the rest; short ones lead."""
    name = names.product_key(product.name)
    if name == wanted:
        return 0
    begins = name.startswith(wanted) or label_key(product).startswith(wanted)
    return 1 if begins else 2


def label_key(product: Product) -> str:
    """Return vendor and product as somebody would type them."""
    seller = "" if product.vendor is None else product.vendor.name + " "
    return names.product_key(seller + product.name)
