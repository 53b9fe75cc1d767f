"""What an author sees of a deal: exact unit prices, and exactly what others will see."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from community.catalog.disclosure import Incentive, Relationship
from community.core.money import Money, format_money, format_number
from community.core.settings import get_settings
from community.deals.checking import Checked
from community.deals.coarsening import Coarse, coarsen, counts_from
from community.deals.drafts import LineDraft, terms_of
from community.deals.hints import uplift_pct
from community.deals.kinds import Visibility
from community.deals.labels import label
from community.deals.line_plausibility import discount_pct
from community.deals.normalisation import (
    HORIZON_YEARS,
    Basis,
    LineTerms,
    UnitPrices,
    converted,
    normalise,
    per_display_unit,
)

_CENTS = 2
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class LineView:
    """One line: `own` for the author's eyes, `counted` and `card` for everybody's.

    `price` is None for what has no unit price; `card` for what shows none.
    """

    name: str
    price: str | None
    per: str
    base_price: str
    own: list[tuple[str, str]]
    counted: list[tuple[str, str]]
    not_counted: tuple[str, ...]
    counts_from: str
    card: list[str] | None
    card_price: str


def line_views(found: Checked) -> list[LineView]:
    return [_line_view(found, number) for number in range(len(found.draft.lines))]


def _line_view(found: Checked, number: int) -> LineView:
    draft, line = found.draft, found.draft.lines[number]
    unit_quantity = found.unit_quantities[number]
    terms = terms_of(line, draft.term_months, unit_quantity)
    prices = normalise(terms)
    coarse = coarsen(draft, number, rate=found.rate.rate, unit_quantity=unit_quantity)
    per = per_text(prices.basis, found.unit(number))
    shown = per_display_unit(prices, unit_quantity)
    return LineView(
        name=line_name(found, line),
        price=None if shown is None else money_text(shown, draft.currency),
        per=per,
        base_price=_base_price(found, prices, unit_quantity),
        own=_own(line, found, terms, prices),
        counted=_counted(coarse),
        not_counted=coarse.reasons_not_counted,
        counts_from=counts_from(draft, get_settings().price_age_months),
        card=_card(coarse) if coarse.shows_card else None,
        card_price=""
        if coarse.price_on_grid is None
        else money_text(coarse.price_on_grid, found.base_currency),
    )


def line_name(found: Checked, line: LineDraft) -> str:
    product = found.named.products.get(line.product_id)
    plan = found.named.plans.get(line.plan_id) if line.plan_id is not None else None
    names = ["" if product is None else product.name, "" if plan is None else plan.name]
    return " · ".join(name for name in names if name)


def per_text(basis: Basis, unit: str) -> str:
    """Return what a unit price is per: "per user and year"."""
    if basis is Basis.HOUR:
        return "per hour"
    if basis is Basis.UNIT:
        return f"per {unit}"
    if basis is Basis.NOTHING:
        return ""
    return f"per {unit} and year"


def money_text(amount: Decimal, currency: str) -> str:
    """Return a price with its cents, if any; below one, with what makes it differ."""
    if amount == 0 or abs(amount) >= 1:
        told = amount.quantize(_CENT, rounding=ROUND_HALF_UP)
        digits = 0 if told == told.to_integral_value() else _CENTS
        return format_money(Money(told, currency), digits)
    digits = min(_CENTS - amount.adjusted(), 12)
    return format_money(Money(amount, currency), digits)


def _base_price(found: Checked, prices: UnitPrices, unit_quantity: int) -> str:
    if found.draft.currency == found.base_currency:
        return ""
    price = per_display_unit(converted(prices, found.rate.rate), unit_quantity)
    return "" if price is None else money_text(price, found.base_currency)


def _own(
    line: LineDraft, found: Checked, terms: LineTerms, prices: UnitPrices
) -> list[tuple[str, str]]:
    """Return the figures beside the unit price that only the author sees."""
    currency, term = found.draft.currency, found.draft.term_months
    rows = []
    tco = prices.tco_unit_year
    if tco is not None and terms.one_time_fees:
        rows.append(
            ("With one-time fees", money_text(tco * terms.unit_quantity, currency))
        )
    off = discount_pct(line, term, terms.unit_quantity)
    if off is None:
        off = line.discount_pct
    if off is not None:
        rows.append(("Off the list price", percent(off)))
    change = uplift_pct(line, term, terms.unit_quantity)
    if change is not None:
        rows.append(("Against the earlier price", percent(change, signed=True)))
    if prices.maintenance_rate is not None:
        rows.append(
            ("Maintenance or support a year", percent(prices.maintenance_rate * 100))
        )
    if prices.tco5 is not None and terms.maintenance_year:
        label_text = f"Per unit and year over {HORIZON_YEARS} years"
        rows.append((label_text, money_text(prices.tco5, currency)))
    return rows


def percent(value: Decimal, *, signed: bool = False) -> str:
    digits = 0 if value == value.to_integral_value() else 1
    sign = "+" if signed and value > 0 else ""
    return f"{sign}{format_number(value, digits)} %".replace("-", "−")


def _counted(coarse: Coarse) -> list[tuple[str, str]]:
    rows = [
        ("Figure", f"{label(coarse.cell.stage)}, {label(coarse.cell.channel).lower()}"),
        (f"Quantity ({coarse.cell.metric})", coarse.quantity_band),
        ("Term", coarse.term_band),
        ("Time", coarse.quarter),
        ("Organisation", f"{coarse.size} people, {label(coarse.region)}"),
        ("Sector", label(coarse.sector)),
    ]
    return rows + _labels_shown(coarse)


def _labels_shown(coarse: Coarse) -> list[tuple[str, str]]:
    rows = []
    if coarse.relationship is not Relationship.BUYER:
        rows.append(("Label", label(coarse.relationship)))
    if coarse.incentive is not Incentive.NONE:
        rows.append(
            ("Label", f"Was given something: {label(coarse.incentive).lower()}")
        )
    return rows


def _card(coarse: Coarse) -> list[str]:
    """Return what a card says beside its price: at most two traits of the organisation."""
    who = label(coarse.industry) if coarse.industry else label(coarse.region)
    facts = [
        f"{coarse.quantity_band} ({coarse.cell.metric})",
        coarse.term_band,
        label(coarse.cell.stage),
        f"{coarse.size} people",
        who,
        coarse.half_year,
    ]
    facts += [text for _, text in _labels_shown(coarse)]
    if coarse.visibility is Visibility.NAMED:
        facts.append("under your handle")
    return facts
