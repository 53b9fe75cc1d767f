"""What lines say besides their unit price: fees, what a renewal added, what was agreed.

Each is one number above 0, ready for figures: fees as money for one display unit, the
rise as new price by old, the concession as what was paid by what was asked at first,
the cap as the next price by this one; days and months with one added, for there is a 0.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from community.core.db import db
from community.deals.drafts import FEES, LineDraft, terms_of
from community.deals.hints import uplift_pct
from community.deals.kinds import DealState, ReviewState
from community.deals.models import Deal, DealLine
from community.deals.normalisation import YearStep, fees_per_unit, total_paid
from community.prices.kinds import CellKind

Extras = Mapping[CellKind, float]

_FAR = 3.0
"""A price that is so many times the one before is for another unit: it is no answer."""
_NOT_COLUMNS = {"add_on_ids", "year_schedule"}
_COLUMNS = tuple(
    getattr(DealLine, one.name)
    for one in fields(LineDraft)
    if one.name not in _NOT_COLUMNS
)
_SAID = (*FEES, "licence_amount", "hardware_amount", "prior_unit_price")
_CLAUSES = {
    CellKind.CAP: Deal.renewal_cap_pct,
    CellKind.NOTICE: Deal.notice_days,
    CellKind.HOLD: Deal.price_hold_months,
}


@dataclass(frozen=True)
class _Line:
    """A line, and what of its deal matters here."""

    draft: LineDraft
    term_months: int
    unit_quantity: int
    rate: Decimal
    first_offer: Decimal | None


def read_extras(
    states: Collection[ReviewState], product_ids: Collection[int] = ()
) -> dict[int, Extras]:
    """Return what lines of submitted deals in `states` say besides, by line; in one query."""
    other = aliased(DealLine)
    is_alone = ~sa.exists().where(
        other.deal_id == DealLine.deal_id, other.id != DealLine.id
    )
    statement = (
        sa.select(
            DealLine.id,
            DealLine.unit_quantity,
            DealLine.year_schedule,
            *_COLUMNS,
            Deal.term_months,
            Deal.rate,
            Deal.first_quote_amount,
            *_CLAUSES.values(),
            is_alone.label("is_alone"),
        )
        .join(Deal, Deal.id == DealLine.deal_id)
        .where(
            DealLine.review.in_(states),
            DealLine.in_unit_cells,
            DealLine.unit_price.is_not(None),
            Deal.state == DealState.SUBMITTED,
            sa.or_(
                Deal.first_quote_amount.is_not(None),
                *(getattr(DealLine, name).is_not(None) for name in _SAID),
                *(column.is_not(None) for column in _CLAUSES.values()),
            ),
        )
    )
    if product_ids:
        statement = statement.where(DealLine.product_id.in_(product_ids))
    return {
        row.id: _extras(_line(row)) | _clauses(row)
        for row in db.session.execute(statement)
    }


def _clauses(row: Any) -> dict[CellKind, float]:
    """Return what the contract agrees on in numbers, where it is said."""
    said = {kind: getattr(row, column.key) for kind, column in _CLAUSES.items()}
    return {
        kind: 1 + float(value) / (100 if kind is CellKind.CAP else 1)
        for kind, value in said.items()
        if value is not None
    }


def _line(row: Any) -> _Line:
    values = {column.key: getattr(row, column.key) for column in _COLUMNS}
    steps = tuple(
        YearStep(int(year), Decimal(quantity), Decimal(amount))
        for year, quantity, amount in row.year_schedule
    )
    return _Line(
        draft=LineDraft(**values, year_schedule=steps),
        term_months=row.term_months,
        unit_quantity=row.unit_quantity,
        rate=row.rate,
        # An offer is for the whole deal: it says nothing of one line among others.
        first_offer=row.first_quote_amount if row.is_alone else None,
    )


def _extras(line: _Line) -> dict[CellKind, float]:
    found: dict[CellKind, float] = {}
    terms = terms_of(line.draft, line.term_months, line.unit_quantity)
    fees = fees_per_unit(terms)
    if fees:
        found[CellKind.FEES] = float(fees * line.rate) * line.unit_quantity
    rise = uplift_pct(line.draft, line.term_months, line.unit_quantity)
    if rise is not None and _is_near(1 + float(rise) / 100):
        found[CellKind.UPLIFT] = 1 + float(rise) / 100
    paid = total_paid(terms)
    if line.first_offer and paid and _is_near(float(paid / line.first_offer)):
        found[CellKind.CONCESSION] = float(paid / line.first_offer)
    return found


def _is_near(ratio: float) -> bool:
    return 1 / _FAR < ratio < _FAR
