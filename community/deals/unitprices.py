"""What one unit costs by what stands in the form so far, told while it is filled in."""

from decimal import Decimal
from typing import Any

from community.core.money import CURRENCIES
from community.deals.drafts import terms_of, tidy_line
from community.deals.filling import line_draft
from community.deals.forms import DealForm
from community.deals.line_form import LineForm
from community.deals.normalisation import normalise, per_display_unit
from community.deals.previewing import money_text, per_text
from community.deals.units import unit_text

_LARGEST = Decimal(10) ** 15


def unit_prices(form: DealForm) -> list[str]:
    """Return "$140.00 per user and year" for each line; "" for one that says too little."""
    term, currency = form.term_months.data, form.currency.data
    if not term or term < 1 or currency not in CURRENCIES:
        return ["" for _ in form.line_forms]
    return [_unit_price(line, term, currency) for line in form.line_forms]


def _unit_price(line: LineForm, term: int, currency: str) -> str:
    if line.bought is None or line.layout is None or _is_silent(line):
        return ""
    try:
        draft = tidy_line(line_draft(line))
        same = line.bought.metric == draft.metric
        size = line.bought.unit_quantity if same else 1
        prices = normalise(terms_of(draft, term, size))
    except (ValueError, ArithmeticError):  # a choice that is none, or a zero
        return ""
    price = per_display_unit(prices, size)
    if price is None or not 0 < price < _LARGEST:
        return ""
    unit = unit_text(line.bought, draft.metric, size)
    return f"{money_text(price, currency)} {per_text(prices.basis, unit)}"


def _is_silent(line: LineForm) -> bool:
    """Whether the quantity is not there yet, which elsewhere stands for one."""
    names: Any = line.layout.names if line.layout else ()
    asks = "quantity" in names and line.quantity.data is None
    return asks and not any(one.form.quantity.data for one in line.years.entries)
