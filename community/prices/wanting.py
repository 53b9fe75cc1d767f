"""The prices that members wait for: products without a published figure, the most wanted first."""

from dataclasses import dataclass

import sqlalchemy as sa

from community.catalog.access import visible_products
from community.catalog.models import Product
from community.catalog.paths import product_path, vendor_path
from community.catalog.wanted import Wanted, wanted_words
from community.core.actors import VISITOR
from community.core.paging import Page, keyset_page
from community.prices.snapshot import has_figure


@dataclass(frozen=True)
class WantedRow:
    """One product that waits for its price."""

    name: str
    url: str
    vendor: str
    vendor_url: str
    who: str
    share_url: str
    follow_url: str


def list_wanted(after: str | None) -> Page[WantedRow]:
    """Return what waits, as a visitor sees it: the same for everybody (P18).

    Nothing of it depends on what was reported: a product leaves with its first figure.
    """
    wanted = sa.select(Product).where(
        visible_products(VISITOR), Product.wanted > Wanted.NOT_TOLD, ~has_figure()
    )
    order = (Product.wanted.desc(), Product.id.desc())
    page = keyset_page(wanted, order=order, after=after)
    return Page([_row(one) for one in page.items], page.next_cursor)


def _row(product: Product) -> WantedRow:
    vendor = product.vendor
    return WantedRow(
        name=product.name,
        url=product_path(product),
        vendor="" if vendor is None else vendor.name,
        vendor_url="" if vendor is None else vendor_path(vendor),
        who=wanted_words(product.wanted),
        share_url=f"/deals/new?product={product.public_id}",
        follow_url=f"/follow/product/{product.public_id}",
    )
