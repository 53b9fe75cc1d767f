"""The card "Is my quote fair?": what it asks for, and what it answers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from community.catalog.models import Product
from community.deals.normalisation import Basis
from community.deals.previewing import money_text
from community.prices.dimensions import Dimension
from community.prices.models import PriceCell
from community.prices.paidplots import median_of
from community.prices.quote import (
    Place,
    Yardstick,
    compare,
    price_at_volume,
    yardstick_for,
)
from community.prices.snapshot import Figures
from community.prices.wording import (
    money_words,
    part_bounds,
    part_words,
    per_words,
    plural,
)

PLACE_WORDS = {
    Place.BELOW_P25: "Cheaper than what three quarters of buyers paid.",
    Place.TO_MEDIAN: "Cheaper than what half of the buyers paid.",
    Place.ABOUT: "About what buyers pay.",
    Place.TO_P75: "Dearer than what half of the buyers paid.",
    Place.ABOVE_P75: "Dearer than what three quarters of buyers paid.",
    Place.BELOW: "Below the median.",
    Place.ABOVE: "Above the median.",
}
_WITH_QUARTILES = (
    Place.BELOW_P25,
    Place.TO_MEDIAN,
    Place.ABOUT,
    Place.TO_P75,
    Place.ABOVE_P75,
)
_WITHOUT = (Place.BELOW, Place.BELOW, Place.ABOUT, Place.ABOVE, Place.ABOVE)
_ENDLESS = Decimal(10) ** 15
_ALL = "over all quantities"
_SPACE = "\N{NO-BREAK SPACE}"
_DASH = "–\N{WORD JOINER}"


@dataclass(frozen=True)
class QuoteCard:
    """What templates/prices/_quote.html reads, and the page's script."""

    quantity_caption: str
    amount_caption: str
    hint: str
    per: str
    currency: str
    unit_quantity: int
    time: str
    total: Yardstick
    parts: tuple[Yardstick, ...]
    per_doubling: int | None

    @property
    def data(self) -> str:
        """Return the yardsticks as JSON for the page's script, the total last.

        "" where the volume curve has something to say: the server alone knows it.
        """
        if self.per_doubling is not None and self.parts:
            return ""
        return json.dumps(
            {
                "currency": self.currency,
                "per": self.per,
                "time": self.time,
                "size": self.unit_quantity,
                "sticks": [self._stick(one) for one in (*self.parts, self.total)],
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )

    def _stick(self, one: Yardstick) -> list[object]:
        places = _WITHOUT if one.p25 is None else _WITH_QUARTILES
        numbers = (one.low, one.high or _ENDLESS, one.median)
        return [
            *(float(number) for number in numbers),
            float(one.p25 or 0),
            float(one.p75 or _ENDLESS),
            self.phrase(one),
            [PLACE_WORDS[place] for place in places],
        ]

    def phrase(self, one: Yardstick) -> str:
        median = f"the median of {money_words(one.median, self.currency)}"
        return f"{median} {one.label}".strip()


@dataclass(frozen=True)
class Answer:
    """What a quote is told: where it lies, and how far from which median."""

    headline: str
    detail: str
    unit_price: Decimal


def card_for(figures: Figures, product: Product, *, depth: bool) -> QuoteCard:
    """Return the card of a published figure; with `depth` it knows the volume curve."""
    series, total = figures.series, figures.total
    per = per_words(series, product)
    counted = plural(series.metric or "unit")
    is_hourly = series.basis is Basis.HOUR
    parts = tuple(_parts(figures.parts.get(Dimension.QUANTITY, []), counted))
    return QuoteCard(
        quantity_caption="Hours" if is_hourly else counted[0].upper() + counted[1:],
        amount_caption="Yearly total" if series.basis is Basis.UNIT_YEAR else "Total",
        hint=f"In {series.currency} without tax; without a quantity, the price {per}. "
        "Nothing of this is kept.",
        per=per,
        currency=series.currency,
        unit_quantity=series.unit_quantity,
        time=" a year" if series.basis is Basis.UNIT_YEAR else "",
        total=Yardstick(_ALL if parts else "", median_of(total), total.p25, total.p75),
        parts=parts,
        per_doubling=total.per_doubling if depth else None,
    )


def _parts(cells: Sequence[PriceCell], counted: str) -> list[Yardstick]:
    found = []
    for cell in cells:
        bounds = part_bounds(cell.label)
        if bounds is None:
            continue
        low, high = bounds
        words = f"{part_words(Dimension.QUANTITY, cell.label)} {counted}"
        found.append(
            Yardstick(
                f"for {_unbroken(words)}",
                median_of(cell),
                low=Decimal(low or 0),
                high=None if high is None else Decimal(high + 1),
            )
        )
    return found


def _unbroken(words: str) -> str:
    """Return `words` so that no line ends within them."""
    return words.replace(" ", _SPACE).replace("–", _DASH)


def answer(card: QuoteCard, amount: Decimal, quantity: Decimal | None) -> Answer:
    """Return what a quote of `amount` for `quantity` is told; without one it is a unit price."""
    unit = amount if quantity is None else amount / quantity * card.unit_quantity
    stick = yardstick_for(quantity, card.total, card.parts)
    verdict = compare(unit, stick.median, stick.p25, stick.p75)
    where = "about"
    if verdict.percent:
        side = "below" if verdict.percent < 0 else "above"
        where = f"some {abs(verdict.percent)}{_SPACE}% {side}"
    return Answer(
        headline=PLACE_WORDS[verdict.word],
        detail=f"{money_text(unit, card.currency)} {card.per} is {where} "
        f"{card.phrase(stick)}.{_difference(card, stick, unit, quantity)}"
        f"{_expected(card, stick, quantity)}",
        unit_price=unit,
    )


def _difference(
    card: QuoteCard, stick: Yardstick, unit: Decimal, quantity: Decimal | None
) -> str:
    """Return what the median would change of the whole, from what is printed alone."""
    if quantity is None:
        return ""
    gap = (stick.median - unit) * quantity / card.unit_quantity
    whole = abs(gap).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    if not whole:
        return ""
    words = money_words(whole, card.currency)
    return (
        f" At the median you would pay {words}{card.time} "
        f"{'more' if gap > 0 else 'less'}."
    )


def _expected(card: QuoteCard, stick: Yardstick, quantity: Decimal | None) -> str:
    """Return what the volume curve says, to those who see it, where a part anchors it."""
    if card.per_doubling is None or quantity is None or stick is card.total:
        return ""
    expected = price_at_volume(stick, quantity, card.per_doubling)
    words = money_text(expected, card.currency)
    return f" At your quantity, expect about {words} {card.per}."
