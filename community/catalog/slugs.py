"""Addresses for new vendors and products: readable, free, and never one of our own."""

from collections.abc import Iterable

import sqlalchemy as sa

from community.catalog.kinds import (
    MARKET_SLUG,
    NO_SLUG,
    RESERVED_PRODUCT_SLUGS,
    RESERVED_VENDOR_SLUGS,
)
from community.catalog.models import Category, Product, SlugRedirect, Vendor
from community.core.db import db
from community.core.text import slugify

_CHUNK = 400


class SlugBook:
    """Hands out free slugs; asks the database once for many names, then for clashes only."""

    def __init__(self, taken: sa.CompoundSelect[str], reserved: Iterable[str]) -> None:
        self._taken = taken.subquery()
        self._known: set[str] = set(reserved)
        self._looked_up: set[str] = set()

    def prepare(self, names: Iterable[str], *, fallback: str) -> None:
        """Look up the first choice of all `names` at once."""
        bases = sorted({_base(name, fallback) for name in names} - self._looked_up)
        for start in range(0, len(bases), _CHUNK):
            chunk = bases[start : start + _CHUNK]
            self._known |= set(self._ask(self._taken.c.slug.in_(chunk)))
        self._looked_up |= set(bases)

    def take(self, name: str, *, fallback: str) -> str:
        """Return a slug for `name` that nothing has, and keep it from others."""
        self.prepare([name], fallback=fallback)
        base = slug = _base(name, fallback)
        if slug in self._known:
            self._known |= set(self._ask(self._taken.c.slug.like(f"{base}-%")))
            number = 2
            while f"{base}-{number}" in self._known:
                number += 1
            slug = f"{base}-{number}"
        self._known.add(slug)
        return slug

    def _ask(self, condition: sa.ColumnElement[bool]) -> Iterable[str]:
        return db.session.scalars(sa.select(self._taken.c.slug).where(condition))


def _base(name: str, fallback: str) -> str:
    slug = slugify(name)
    return fallback if slug == "-" else slug


def vendor_slugs() -> SlugBook:
    """Return the book of vendors: old addresses stay taken, so that they keep leading."""
    moved = sa.select(SlugRedirect.vendor_slug).where(
        SlugRedirect.product_slug == NO_SLUG
    )
    taken = sa.select(Vendor.slug.label("slug")).union_all(moved)
    return SlugBook(taken, RESERVED_VENDOR_SLUGS)


def product_slugs(vendor: Vendor | None) -> SlugBook:
    """Return the book of the products of one vendor, or of the market."""
    own = (
        Product.vendor_id.is_(None)
        if vendor is None
        else Product.vendor_id == vendor.id
    )
    moved = sa.select(SlugRedirect.product_slug).where(
        SlugRedirect.vendor_slug == (MARKET_SLUG if vendor is None else vendor.slug),
        SlugRedirect.product_slug != NO_SLUG,
    )
    taken = sa.select(Product.slug.label("slug")).where(own).union_all(moved)
    return SlugBook(taken, RESERVED_PRODUCT_SLUGS)


def category_slugs() -> SlugBook:
    taken = sa.select(Category.slug.label("slug")).union_all(
        sa.select(Category.slug).where(sa.false())
    )
    return SlugBook(taken, ())
