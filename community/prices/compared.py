"""Up to four products side by side: published figures, and apart from them public records."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from community.catalog.models import ListPrice, Product
from community.catalog.paths import product_path
from community.prices import wording
from community.prices.charts import Picture
from community.prices.comparedplots import Priced, compared_plot
from community.prices.offlist import listed_for
from community.prices.paid import half_words, off_words
from community.prices.paidplots import median_of, spread_of
from community.prices.recordplots import basis_words, price_words
from community.prices.snapshot import Figures
from community.records.queries import Group

MOST = 4
"""Products on one page: more do not fit beside each other, nor in a head."""


@dataclass(frozen=True)
class Compared:
    """One product of the comparison; figures are "" where none is published."""

    name: str
    vendor: str
    url: str
    without_url: str
    series: str
    median: str
    per: str
    middle_half: str
    off_list: str
    organisations: str
    confidence: str
    record_median: str
    record_per: str
    record_basis: str


@dataclass(frozen=True)
class Comparison:
    """What templates/prices/compare.html reads."""

    rows: tuple[Compared, ...]
    words: tuple[str, ...]
    has_records: bool
    picture: Picture | None

    @property
    def is_full(self) -> bool:
        return len(self.words) >= MOST

    @property
    def differs(self) -> bool:
        """Whether figures are shown that no scale can hold together."""
        return sum(bool(row.median) for row in self.rows) > 1 and self.picture is None


def word_of(product: Product) -> str:
    """Return how the address of a comparison names a product."""
    return f"{product.vendor_slug}/{product.slug}"


def compare_url(words: Iterable[str]) -> str:
    query = urlencode([("p", word) for word in words], safe="/")
    return f"/compare?{query}" if query else "/compare"


def compare_products(
    products: Sequence[Product],
    figures: Mapping[int, Figures],
    list_prices: Mapping[int, Sequence[ListPrice]],
    records: Mapping[int, Group],
) -> Comparison:
    """Return the comparison of `products`, each by its figure with most organisations."""
    words = tuple(word_of(product) for product in products)
    rows = []
    for product in products:
        found = figures.get(product.id)
        rest = [word for word in words if word != word_of(product)]
        rows.append(
            Compared(
                name=product.name,
                vendor="" if product.vendor is None else product.vendor.name,
                url=product_path(product),
                without_url=compare_url(rest),
                **_paid(product, found, list_prices.get(product.id, ())),
                **_recorded(records.get(product.id)),
            )
        )
    return Comparison(
        rows=tuple(rows),
        words=words,
        has_records=any(row.record_median for row in rows),
        picture=_picture(products, figures),
    )


def _paid(
    product: Product,
    found: Figures | None,
    list_prices: Sequence[ListPrice],
) -> dict[str, str]:
    if found is None:
        names = ("series", "median", "per", "middle_half", "off_list")
        return dict.fromkeys((*names, "organisations", "confidence"), "")
    series, total = found.series, found.total
    median = median_of(total)
    return {
        "series": wording.series_words(series),
        "median": wording.money_words(median, series.currency),
        "per": wording.per_words(series, product),
        "middle_half": half_words(total, series.currency),
        "off_list": off_words(median, listed_for(series, product, list_prices)),
        "organisations": total.organisations,
        "confidence": wording.CONFIDENCE_WORDS[total.confidence]
        if total.confidence
        else "",
    }


def _recorded(group: Group | None) -> dict[str, str]:
    if group is None:
        return dict.fromkeys(("record_median", "record_per", "record_basis"), "")
    median = price_words(group.figures.quantiles.median, group.currency)
    return {
        "record_median": median,
        "record_per": group.per,
        "record_basis": basis_words(group.figures.count),
    }


def _picture(
    products: Sequence[Product], figures: Mapping[int, Figures]
) -> Picture | None:
    """Return all figures on one scale; None where they don't compare."""
    found = [
        (product, figures[product.id]) for product in products if product.id in figures
    ]
    kinds = {
        (one.series.currency, wording.per_words(one.series, product))
        for product, one in found
    }
    if len(found) < 2 or len(kinds) > 1:
        return None
    ((currency, unit),) = kinds
    rows = [Priced(product.name, spread_of(one.total)) for product, one in found]
    return compared_plot(rows, currency=currency, unit=unit)
