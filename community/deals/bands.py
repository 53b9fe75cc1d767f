"""Coarse forms of exact figures: bands, quarters, half-years, and the price grid (P9)."""

from bisect import bisect_right
from decimal import ROUND_HALF_UP, Decimal

from community.core.clock import Month
from community.deals.columns import plain

_QUANTITY_STEPS = (10, 25, 50, 100, 250, 500, 1_000, 5_000)
QUANTITY_BANDS = (
    "1–9",
    "10–24",
    "25–49",
    "50–99",
    "100–249",
    "250–499",
    "500–999",
    "1,000–4,999",
    "5,000+",
)

_TERM_STEPS = (12, 13, 25, 37)
TERM_BANDS = ("<12 months", "12 months", "13–24 months", "25–36 months", ">36 months")

_GRID = ((Decimal(2), Decimal("0.05")), (Decimal(5), Decimal("0.1")))
_COARSEST = Decimal("0.2")


def quantity_band(quantity: Decimal) -> str:
    return QUANTITY_BANDS[bisect_right(_QUANTITY_STEPS, quantity)]


def term_band(months: int) -> str:
    return TERM_BANDS[bisect_right(_TERM_STEPS, months)]


def quarter(month: Month) -> str:
    """Return "Q4 2026" for 2026-11."""
    return f"Q{(int(month[5:7]) + 2) // 3} {month[:4]}"


def half_year(month: Month) -> str:
    """Return "second half of 2026" for 2026-11."""
    which = "first" if int(month[5:7]) <= 6 else "second"
    return f"{which} half of {month[:4]}"


def on_grid(amount: Decimal) -> Decimal:
    """Round half up to the grid of P9: steps of .05, .1 or .2 of the leading digit."""
    if amount <= 0:
        return Decimal(0)
    step = grid_step(amount)
    steps = (amount / step).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return plain(steps * step)


def grid_step(amount: Decimal) -> Decimal:
    """Return how far apart prices lie on the grid around `amount`, which is above 0."""
    exponent = amount.adjusted()
    mantissa = amount.scaleb(-exponent)
    step = next((step for limit, step in _GRID if mantissa < limit), _COARSEST)
    return step.scaleb(exponent)
