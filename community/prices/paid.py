"""What a product page shows of published prices: everything read from the snapshot."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from community.catalog.models import ListPrice, Product
from community.prices import offlist, wording
from community.prices.charts import Picture, Spread, strip
from community.prices.choosing import Chosen, Option
from community.prices.dimensions import Dimension
from community.prices.kinds import CLAUSE_MEDIANS
from community.prices.models import PriceCell
from community.prices.paidplots import interval_of, median_of, paid_plot, paid_trend
from community.prices.pooling import Estimate, estimate
from community.prices.quoting import QuoteCard, card_for
from community.prices.snapshot import Figures
from community.prices.telling import Told, clauses_of, levers_of, told_of
from community.prices.wording import Extra, Shares

_MARGIN = Decimal("0.1")


@dataclass(frozen=True)
class Part:
    """One row of a breakdown; `strip` is its median on the scale of the whole table."""

    label: str
    organisations: str
    median: str
    off_list: str
    strip: str


@dataclass(frozen=True)
class Breakdown:
    name: str
    title: str
    column: str
    parts: tuple[Part, ...]
    has_list: bool


@dataclass(frozen=True)
class Depth:
    """What contributors see besides: the volume curve, and what contracts say."""

    volume: str
    clauses: Shares | None
    terms: tuple[Extra, ...]


@dataclass(frozen=True)
class Paid:
    """What templates/prices/_paid.html reads."""

    series: str
    word: str
    options: tuple[Option, ...]
    per: str
    median: str
    middle_half: str
    off_list: str
    organisations: str
    estimate: str
    sureness: str
    released_on: date
    picture: Picture | None
    breakdowns: tuple[Breakdown, ...]
    extras: tuple[Extra, ...]
    levers: Shares | None
    told: tuple[Told, ...]
    has_depth: bool
    depth: Depth | None
    trend: Picture | None
    per_year: str
    card: QuoteCard
    total: PriceCell

    def marked(self, quote: Decimal) -> "Paid":
        """Return the same with the reader's own price in the plot."""
        picture = paid_plot(
            self.total, currency=self.card.currency, unit=self.per, quote=quote
        )
        return replace(self, picture=picture)


def paid_of(
    chosen: Chosen,
    product: Product,
    *,
    list_prices: Iterable[ListPrice],
    history: Sequence[PriceCell],
    last_release: date | None,
    alternatives: Mapping[str, str],
    sees_depth: bool,
) -> Paid:
    """Return what to show of the chosen series; `list_prices` and `history` are its own.

    `alternatives` are names of products by their ids as shares hold them.
    """
    figures = chosen.figures
    series, total = figures.series, figures.total
    per = wording.per_words(series, product)
    listed = offlist.listed_for(series, product, list_prices)
    median = median_of(total)
    depth = _depth(figures, per)
    return Paid(
        series=wording.series_words(series),
        word=chosen.word,
        options=chosen.options,
        per=per,
        median=wording.money_words(median, series.currency),
        middle_half=half_words(total, series.currency),
        off_list=off_words(median, listed),
        organisations=total.organisations,
        estimate=_estimate(estimate(figures, chosen.published), series.currency),
        sureness=_sureness(total, listed, series.currency),
        released_on=total.released_in.released_on,
        picture=paid_plot(total, currency=series.currency, unit=per),
        breakdowns=_breakdowns(figures, listed),
        extras=_extras(figures, per, of_contract=False),
        levers=levers_of(figures),
        told=told_of(figures, alternatives),
        has_depth=depth is not None,
        depth=depth if sees_depth else None,
        trend=paid_trend(
            history,
            until=last_release or total.released_in.released_on,
            currency=series.currency,
            unit=per,
        ),
        per_year=_per_year(total),
        card=card_for(figures, product, depth=sees_depth),
        total=total,
    )


def half_words(total: PriceCell, currency: str) -> str:
    if total.p25 is None or total.p75 is None:
        return ""
    return wording.range_words(total.p25, total.p75, currency)


def off_words(median: Decimal, listed: Decimal | None) -> str:
    """Return "−31 %" against today's list price; "" where there is none that compares."""
    if listed is None:
        return ""
    return wording.signed(offlist.percent_off(median, listed))


def _estimate(found: Estimate | None, currency: str) -> str:
    """Return what a thin edition costs with the product's others drawn in; or ""."""
    if found is None:
        return ""
    price = wording.money_words(found.price, currency)
    return (
        f"Few organisations told of this edition. With the product’s other editions "
        f"drawn in it is {price}: estimated, {found.own_percent} % own data."
    )


def _sureness(total: PriceCell, listed: Decimal | None, currency: str) -> str:
    """Return how sure the median is, and whether there is anything to negotiate."""
    said = []
    if total.confidence is not None:
        said.append(f"{wording.CONFIDENCE_WORDS[total.confidence]}.")
    if interval := interval_of(total):
        within = wording.range_words(*interval, currency)
        said.append(
            f"With 95\N{NO-BREAK SPACE}% confidence the median lies within {within}."
        )
    if listed is not None and offlist.is_about_list(total, listed):
        said.append("Most pay about list.")
    return " ".join(said)


def _breakdowns(figures: Figures, listed: Decimal | None) -> tuple[Breakdown, ...]:
    return tuple(
        _breakdown(dimension, cells, figures, listed)
        for dimension, cells in figures.parts.items()
    )


def _breakdown(
    dimension: Dimension,
    cells: Sequence[PriceCell],
    figures: Figures,
    listed: Decimal | None,
) -> Breakdown:
    title, column = wording.DIMENSION_WORDS[dimension]
    total, currency = figures.total, figures.series.currency
    around = [one for one in (total.p25, total.p75) if one is not None]
    values = [*(median_of(cell) for cell in cells), *around, median_of(total)]
    low, high = min(values), max(values)
    air = (high - low) * _MARGIN
    parts = []
    for cell in cells:
        median = median_of(cell)
        spread = Spread(median=median, p25=total.p25, p75=total.p75)
        parts.append(
            Part(
                label=wording.part_words(dimension, cell.label),
                organisations=cell.organisations,
                median=wording.money_words(median, currency),
                off_list=off_words(median, listed),
                strip=strip(spread, low - air, high + air),
            )
        )
    return Breakdown(
        dimension.value, title, column, tuple(parts), has_list=listed is not None
    )


def _extras(figures: Figures, per: str, *, of_contract: bool) -> tuple[Extra, ...]:
    """Return what was paid besides, or what contracts agree on in numbers."""
    return tuple(
        wording.extra_words(one, figures.series.currency, per)
        for one in figures.extras
        if (one.kind in CLAUSE_MEDIANS) is of_contract
    )


def _depth(figures: Figures, per: str) -> Depth | None:
    percent = figures.total.per_doubling
    volume = ""
    if percent is not None:
        volume = f"{wording.change_words(percent)} per doubling of the quantity"
    clauses, terms = clauses_of(figures), _extras(figures, per, of_contract=True)
    if not (volume or clauses or terms):
        return None
    return Depth(volume, clauses, terms)


def _per_year(total: PriceCell) -> str:
    change, low, high = total.per_year, total.per_year_low, total.per_year_high
    if change is None or low is None or high is None:
        return ""
    return wording.per_year_words(change, low, high)
