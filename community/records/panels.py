"""What a page shows of a product's public-record prices: figures, picture, rows, ways to narrow.

    panel = panels.for_product(product.id, product_path(product), plot)

is all that a product page needs; templates/records/_panel.html shows it as `records`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol
from urllib.parse import urlencode

from community.catalog.paths import is_slug
from community.core.errors import BadRequest
from community.core.money import Money
from community.core.paging import Page
from community.records.figures import Figures
from community.records.kinds import MICRO
from community.records.models import PriceSource
from community.records.queries import (
    Filters,
    Group,
    RecordRow,
    Sort,
    Supplier,
    filtered_summary,
    get_summary,
    list_records,
    list_sources,
    list_suppliers,
)

KNOWN_ARGS = ("measure", "supplier", "year", "sort", "after")
_FIRST_ROWS = 8


class Plot(Protocol):
    """Draws figures; the slice above has one, community.prices.recordplots.plot."""

    def __call__(self, figures: Figures, *, currency: str, unit: str) -> Any: ...


PLOT_EXTENSION = "fairquote.records.plot"
"""`app.extensions[PLOT_EXTENSION]` is the Plot that app.py hands over."""


@dataclass(frozen=True)
class Choice:
    """What a reader asked for: everything that an address of the page may say."""

    measure: str = ""
    supplier: str = ""
    year: str = ""
    sort: Sort = Sort.NEWEST

    def query(self, **changes: str) -> str:
        """Return the choice, with `changes`, as the query of an address."""
        said = {**vars(self), "sort": self.sort.value, **changes}
        if said["sort"] == Sort.NEWEST:
            said["sort"] = ""
        plain = urlencode({name: value for name, value in said.items() if value})
        return f"?{plain}" if plain else ""


@dataclass(frozen=True)
class Panel:
    """What templates/records/_panel.html and records.html read; money is Money."""

    groups: list[Group]
    group: Group
    figures: Figures | None
    picture: Any
    page: Page[RecordRow]
    suppliers: list[Supplier]
    sources: list[PriceSource]
    choice: Choice
    url: str

    @property
    def count(self) -> int:
        return 0 if self.figures is None else self.figures.count

    @property
    def has_buyers(self) -> bool:
        return any(row.buyer for row in self.page.items)

    @property
    def has_quantities(self) -> bool:
        return any(row.quantity for row in self.page.items)

    @property
    def years(self) -> str:
        """When the prices are from: "2012 to 2014"; "" when no row says."""
        first, last = self.group.first_month[:4], self.group.last_month[:4]
        return first if first == last else f"{first} to {last}"

    def money(self, name: str) -> Money:
        """Return the quantile of that name: p10, p25, median, p75, p90."""
        if self.figures is None:
            raise LookupError(name)
        micro: int = getattr(self.figures.quantiles, name)
        return Money(Decimal(micro) / MICRO, self.group.currency)

    def link(self, **changes: str) -> str:
        """Return the address of the rows under this choice with `changes`."""
        return self.url + self.choice.query(**changes)


def choice_from(said: Mapping[str, str]) -> Choice:
    """Return what an address asks for; BadRequest for what no link of ours says."""
    try:
        sort = Sort(said.get("sort") or Sort.NEWEST)
    except ValueError:
        raise BadRequest("The rows can’t be sorted like that.") from None
    supplier, year = said.get("supplier") or "", said.get("year") or ""
    if supplier and not is_slug(supplier):
        raise BadRequest("That is no supplier’s name in an address.")
    if year and not (year.isascii() and year.isdigit() and len(year) == 4):
        raise BadRequest("A year has four digits.")
    return Choice(said.get("measure") or "", supplier, year, sort)


def for_product(product_id: int, product_url: str, plot: Plot | None) -> Panel | None:
    """Return the panel of a product page; None when the product has no records."""
    return _panel(product_id, product_url, Choice(), None, plot, _FIRST_ROWS)


def for_records(
    product_id: int,
    product_url: str,
    choice: Choice,
    after: str | None,
    plot: Plot | None,
) -> Panel | None:
    """Return the page of all rows under a choice; None when the product has no records."""
    return _panel(product_id, product_url, choice, after, plot, None)


def _panel(
    product_id: int,
    product_url: str,
    choice: Choice,
    after: str | None,
    plot: Plot | None,
    size: int | None,
) -> Panel | None:
    groups = get_summary(product_id)
    if not groups:
        return None
    group = _chosen(groups, choice.measure)
    filters = Filters(
        currency=group.currency,
        unit=group.unit,
        supplier=choice.supplier or None,
        year=int(choice.year) if choice.year else None,
    )
    figures: Figures | None = group.figures
    if filters.narrow:
        figures = filtered_summary(product_id, filters)
    picture = None
    if figures is not None and plot is not None:
        picture = plot(figures, currency=group.currency, unit=group.per)
    sizes = {} if size is None else {"size": size}
    return Panel(
        groups=groups,
        group=group,
        figures=figures,
        picture=picture,
        page=list_records(product_id, filters, choice.sort, after, **sizes),
        suppliers=list_suppliers(product_id, filters),
        sources=list_sources(group.source_ids),
        choice=choice,
        url=f"{product_url}records",
    )


def _chosen(groups: list[Group], measure: str) -> Group:
    if not measure:
        return groups[0]
    for group in groups:
        if group.key == measure:
            return group
    raise BadRequest("There are no prices of this product in that unit.")
