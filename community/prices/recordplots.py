"""The figures of public records as drawings and words: from millionths to a price plot."""

from decimal import Decimal

from community.core.money import Money, format_money, format_number
from community.prices.charts import Bin, Picture, Spread, price_plot
from community.records.figures import Figures, Quantiles
from community.records.kinds import MICRO


def amount(micro: int) -> Decimal:
    """Return an amount in the currency's main unit."""
    return Decimal(micro) / MICRO


def price_words(micro: int, currency: str) -> str:
    return format_money(Money(amount(micro), currency))


def basis_words(count: int) -> str:
    """Return "1 price" or "4,157 prices"."""
    return f"{format_number(count)} {'price' if count == 1 else 'prices'}"


def middle_half(quantiles: Quantiles, currency: str) -> str:
    """Return "$96 – $127", or one price where both ends read alike."""
    low = price_words(quantiles.p25, currency)
    high = price_words(quantiles.p75, currency)
    return low if low == high else f"{low} – {high}"


def plot(figures: Figures, *, currency: str, unit: str) -> Picture:
    """Draw the spread and the histogram of public-record prices; `unit` reads "per hour"."""
    found = figures.quantiles
    spread = Spread(
        p10=amount(found.p10),
        p25=amount(found.p25),
        median=amount(found.median),
        p75=amount(found.p75),
        p90=amount(found.p90),
    )
    return price_plot(
        spread,
        currency=currency,
        unit=unit,
        basis=basis_words(figures.count),
        bins=[Bin(amount(b.low), amount(b.high), b.count) for b in figures.bars],
    )
