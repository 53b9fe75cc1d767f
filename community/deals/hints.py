"""What looks odd in a deal and may still be right: sentences that refuse nothing."""

from collections.abc import Sequence
from decimal import Decimal

from community.deals.drafts import DealDraft, LineDraft, terms_of
from community.deals.kinds import Covers
from community.deals.line_plausibility import discount_pct
from community.deals.normalisation import (
    MONTHS_A_YEAR,
    list_price_on_basis,
    normalise,
    total_paid,
)

_FAR = Decimal(3)


def deal_hints(deal: DealDraft, unit_quantities: Sequence[int]) -> list[str]:
    """Return what the author should look at once more before saving a plausible deal."""
    found = []
    pairs = list(zip(deal.lines, unit_quantities, strict=True))
    for line, unit_quantity in pairs:
        found += _line_hints(line, deal, unit_quantity)
    total = sum(
        (total_paid(terms_of(line, deal.term_months, unit)) for line, unit in pairs),
        Decimal(0),
    )
    if deal.first_quote_amount is not None and deal.first_quote_amount < total:
        found.append(
            "The first offer was lower than what was paid. Was it for the whole term?"
        )
    return found


def _line_hints(line: LineDraft, deal: DealDraft, unit_quantity: int) -> list[str]:
    found = []
    off = discount_pct(line, deal.term_months, unit_quantity)
    if off is not None and off < 0:
        found.append(
            "You paid more than the list price. Is the list price for the same unit and period?"
        )
    if line.recurring_covers is Covers.YEAR and deal.term_months < MONTHS_A_YEAR:
        found.append(
            f"The amount is per year and the term has {deal.term_months} months: "
            "we count that part of a year."
        )
    if (
        line.quantity_used is not None
        and line.overage_rate is None
        and line.quantity_used > line.quantity
    ):
        found.append("You used more than was committed. What did the rest cost?")
    change = uplift_pct(line, deal.term_months, unit_quantity)
    if change is not None and not 1 / _FAR < 1 + change / 100 < _FAR:
        found.append(
            "The earlier price is far from this one. Is it for the same unit and period?"
        )
    return found


def uplift_pct(line: LineDraft, term_months: int, unit_quantity: int) -> Decimal | None:
    """Return by how many percent the unit price rose at a renewal, where both are known."""
    terms = terms_of(line, term_months, unit_quantity)
    prices = normalise(terms)
    if line.prior_unit_price is None or not prices.price:
        return None
    before = list_price_on_basis(terms, line.prior_unit_price)
    return (prices.price / before - 1) * 100
