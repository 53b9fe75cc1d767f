"""The report of published prices: what product pages show to visitors, on one page.

It reads what a visitor's product pages read, and by the same function: no figure can be
in it that is not public without an address, and none that only contributors see.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from community.catalog.models import Category, Product
from community.catalog.paths import product_path
from community.catalog.queries import get_product_by_id_for, list_products
from community.core.actors import VISITOR
from community.core.db import db
from community.core.errors import NotFound
from community.dashboard.models import Offer
from community.prices.choosing import PARAMETER
from community.prices.dimensions import Dimension
from community.prices.paid import Breakdown, Paid
from community.prices.queries import history_of, last_release, paid_for

MOST_PRODUCTS = 40
COLUMNS = (
    *("Product", "Address", "Series", "Per", "Part", "Organisations", "Median"),
    *("Middle half", "Against list price", "Released on"),
)


@dataclass(frozen=True)
class ReportSeries:
    """One published series; `bands` are its medians by quantity, where those are published."""

    paid: Paid
    url: str
    bands: Breakdown | None
    others: tuple[Breakdown, ...]


@dataclass(frozen=True)
class ReportProduct:
    name: str
    url: str
    series: tuple[ReportSeries, ...]


@dataclass(frozen=True)
class Report:
    """What templates/dashboard/guide_report.html reads."""

    subject: str
    products: tuple[ReportProduct, ...]
    released_on: date | None


def report_of(offer: Offer) -> Report:
    """Return the report as it is today; products without a figure are left out."""
    subject, products = _subject(offer)
    told = (_product(one) for one in products)
    return Report(
        subject=subject,
        products=tuple(one for one in told if one.series),
        released_on=last_release(),
    )


def rows_of(report: Report) -> Iterator[tuple[str, ...]]:
    """Yield the report's rows under COLUMNS, with what pages show in each cell."""
    for product in report.products:
        for one in product.series:
            paid = one.paid
            head = (product.name, one.url, paid.series, paid.per)
            when = f"{paid.released_on}"
            yield (
                *(*head, "All", paid.organisations, paid.median),
                *(paid.middle_half, paid.off_list, when),
            )
            for breakdown in (*([one.bands] if one.bands else []), *one.others):
                for part in breakdown.parts:
                    label = f"{breakdown.column}: {part.label}"
                    yield (
                        *(*head, label, part.organisations, part.median),
                        *("", part.off_list, when),
                    )


def _subject(offer: Offer) -> tuple[str, Sequence[Product]]:
    if offer.product_id is not None:
        product = get_product_by_id_for(VISITOR, offer.product_id)
        return product.name, [product]
    category = db.session.get(Category, offer.category_id or 0)
    if category is None:
        raise NotFound("There is no such category.")
    page = list_products(VISITOR, after=None, category=category, size=MOST_PRODUCTS)
    return category.name, page.items


def _product(product: Product) -> ReportProduct:
    url, listed = product_path(product), history_of(product)
    first = paid_for(VISITOR, product, {}, listed)
    found = []
    for option in () if first is None else first.options:
        paid = paid_for(VISITOR, product, {PARAMETER: option.word}, listed)
        if paid is not None:
            found.append(_series(paid, f"{url}?{PARAMETER}={option.word}"))
    return ReportProduct(product.name, url, tuple(found))


def _series(paid: Paid, url: str) -> ReportSeries:
    by_name = {one.name: one for one in paid.breakdowns}
    bands = by_name.pop(Dimension.QUANTITY.value, None)
    return ReportSeries(paid, url, bands, tuple(by_name.values()))
