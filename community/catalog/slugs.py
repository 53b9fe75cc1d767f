"""Addresses for new vendors and products: readable, free, and never one of our own."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from community.catalog.kinds import (
    MARKET_SLUG,
    NO_SLUG,
    RESERVED_PRODUCT_SLUGS,
    RESERVED_VENDOR_SLUGS,
)
from community.catalog.models import Category, Product, SlugRedirect, Vendor
from community.core.chunks import chunks
from community.core.db import db
from community.core.text import slugify

EVERYWHERE = 0
"""The scope of what is not below a vendor: vendors, categories, market products."""


class SlugBook:
    """Hands out free slugs within scopes; a scope is a vendor's id, or EVERYWHERE.

    `taken` selects scope and slug of all that is in use. Many names cost few queries;
    a clash costs one more.
    """

    def __init__(
        self, taken: sa.CompoundSelect[Any, str], reserved: Iterable[str], fallback: str
    ) -> None:
        self._taken = taken.subquery()
        self._reserved = frozenset(reserved)
        self._fallback = fallback
        self._known: set[tuple[int, str]] = set()
        self._looked_up: set[tuple[int, str]] = set()
        self._next_number: dict[tuple[int, str], int] = {}

    def prepare(self, wishes: Iterable[tuple[int, str]]) -> None:
        """Look up the first choices for all (scope, name) at once."""
        bases = {(scope, self._base(name)) for scope, name in wishes} - self._looked_up
        by_scope: dict[int, list[str]] = {}
        for scope, base in sorted(bases):
            by_scope.setdefault(scope, []).append(base)
        for scopes in chunks(list(by_scope)):
            slugs = {slug for scope in scopes for slug in by_scope[scope]}
            for chunk in chunks(sorted(slugs)):
                self._learn(scopes, self._taken.c.slug.in_(chunk))
        self._looked_up |= bases

    def take(self, scope: int, name: str) -> str:
        """Return a slug for `name` that nothing in `scope` has, and keep it from others."""
        self.prepare([(scope, name)])
        base = slug = self._base(name)
        if (scope, slug) in self._known or slug in self._reserved:
            slug = self._numbered(scope, base)
        self._known.add((scope, slug))
        return slug

    def _numbered(self, scope: int, base: str) -> str:
        if (scope, base) not in self._next_number:
            self._learn([scope], self._taken.c.slug.like(f"{base}-%"))
        number = self._next_number.get((scope, base), 2)
        while (scope, f"{base}-{number}") in self._known:
            number += 1
        self._next_number[scope, base] = number + 1
        return f"{base}-{number}"

    def _learn(self, scopes: Sequence[int], condition: sa.ColumnElement[bool]) -> None:
        columns = self._taken.c
        rows = db.session.execute(
            sa.select(columns.scope, columns.slug).where(
                columns.scope.in_(scopes), condition
            )
        )
        self._known.update((scope, slug) for scope, slug in rows)

    def _base(self, name: str) -> str:
        slug = slugify(name)
        return self._fallback if slug == "-" else slug


def vendor_slugs() -> SlugBook:
    """Return the book of vendors: old addresses stay taken, so that they keep leading."""
    moved = sa.select(_everywhere(), SlugRedirect.vendor_slug).where(
        SlugRedirect.product_slug == NO_SLUG
    )
    taken = sa.select(_everywhere(), Vendor.slug.label("slug")).union_all(moved)
    return SlugBook(taken, RESERVED_VENDOR_SLUGS, "vendor")


def product_slugs() -> SlugBook:
    """Return the book of products, in the scope of their vendor or of the market."""
    slug = Product.slug.label("slug")
    moved = SlugRedirect.product_slug
    own = sa.select(Product.vendor_id.label("scope"), slug).where(
        Product.vendor_id.is_not(None)
    )
    taken = own.union_all(
        sa.select(_everywhere(), slug).where(Product.vendor_id.is_(None)),
        sa.select(Vendor.id, moved)
        .join(Vendor, Vendor.slug == SlugRedirect.vendor_slug)
        .where(moved != NO_SLUG),
        sa.select(_everywhere(), moved).where(
            SlugRedirect.vendor_slug == MARKET_SLUG, moved != NO_SLUG
        ),
    )
    return SlugBook(taken, RESERVED_PRODUCT_SLUGS, "product")


def category_slugs() -> SlugBook:
    slugs = sa.select(_everywhere(), Category.slug.label("slug"))
    return SlugBook(slugs.union_all(slugs.where(sa.false())), (), "category")


def _everywhere() -> sa.ColumnElement[int]:
    return sa.literal(EVERYWHERE, literal_execute=True).label("scope")
