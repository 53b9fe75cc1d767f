"""Addresses of the catalogue, made without a request: mails and rows need them too."""

import re

from community.catalog.kinds import MARKET_SLUG, SLUG_LENGTH
from community.catalog.models import Category, Product, Vendor

_SLUG = re.compile(rf"[a-z0-9-]{{1,{SLUG_LENGTH}}}", re.ASCII)
_PUBLIC_ID = re.compile(r"[A-Za-z0-9]{1,24}", re.ASCII)


def is_slug(text: str) -> bool:
    """Whether `text` may be part of an address of ours; the database is asked only then."""
    return _SLUG.fullmatch(text) is not None


def is_public_id(text: str) -> bool:
    """Whether `text` looks like an id of ours; the database is asked only then."""
    return _PUBLIC_ID.fullmatch(text) is not None


def product_path(product: Product) -> str:
    return f"/prices/{product.vendor_slug}/{product.slug}/"


def product_mark(product: Product) -> str:
    """Return what search knows a product by: slugs are one vendor's own."""
    return f"{product.vendor_slug}/{product.slug}"


def mark_of(vendor_slug: str | None, product_slug: str | None) -> str:
    """Return product_mark() of what a query found by slugs; empty for no product."""
    return f"{vendor_slug or MARKET_SLUG}/{product_slug}" if product_slug else ""


def vendor_path(vendor: Vendor) -> str:
    return f"/prices/{vendor.slug}/"


def category_path(category: Category) -> str:
    return f"/prices/category/{category.slug}/"
