"""Rows of the catalogue's lists, ready for the template: one query for each kind of fact."""

from collections.abc import Sequence
from dataclasses import dataclass

from community.catalog.facts import Fact, ProductFacts
from community.catalog.figures import from_words
from community.catalog.models import Product
from community.catalog.paths import category_path, product_path, vendor_path
from community.catalog.queries import current_prices
from community.core.paging import Page

LETTERS = "abcdefghijklmnopqrstuvwxyz"
OTHER = "other"
"""How the address names what begins with no letter."""


@dataclass(frozen=True)
class ProductRow:
    """One product in a list."""

    name: str
    url: str
    vendor: str
    vendor_url: str
    category: str
    category_url: str
    list_price: str
    facts: list[Fact]


def product_rows(
    page: Page[Product], providers: Sequence[ProductFacts] = ()
) -> Page[ProductRow]:
    """Return the rows of a page: queries do not grow with the number of products."""
    ids = [product.id for product in page.items]
    prices = current_prices(ids)
    facts = [provider.facts(ids) for provider in providers]
    rows = [
        _row(
            product,
            from_words(prices.get(product.id, ())),
            [fact for known in facts for fact in known.get(product.id, ())],
        )
        for product in page.items
    ]
    return Page(items=rows, next_cursor=page.next_cursor)


def _row(product: Product, list_price: str, facts: list[Fact]) -> ProductRow:
    vendor, category = product.vendor, product.category
    return ProductRow(
        name=product.name,
        url=product_path(product),
        vendor=vendor.name if vendor else "",
        vendor_url=vendor_path(vendor) if vendor else "",
        category=category.name if category else "",
        category_url=category_path(category) if category else "",
        list_price=list_price,
        facts=facts,
    )


def initial_of(letter: str) -> str | None:
    """Return the stored initial for ?letter=…, None for a letter we do not have."""
    if letter == OTHER:
        return "#"
    return letter if len(letter) == 1 and letter in LETTERS else None
