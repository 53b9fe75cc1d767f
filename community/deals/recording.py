"""From a draft to the rows of the raw store, and back."""

from collections.abc import Sequence
from dataclasses import fields
from decimal import Decimal
from enum import StrEnum
from typing import Any

from community.core.clock import Month
from community.core.exchange import ExchangeRate
from community.deals.columns import plain
from community.deals.drafts import DealDraft, LineDraft, terms_of
from community.deals.kinds import Lever, OtherAlternative
from community.deals.line_plausibility import discount_pct
from community.deals.models import Deal, DealAlternative, DealLine, DealLineAddOn
from community.deals.normalisation import YearStep, converted, normalise

_NOT_COLUMNS = {"lines", "alternative_ids", "is_separate"}
_LISTS = {"levers", "other_alternatives"}
_DEAL_COLUMNS = tuple(
    field.name for field in fields(DealDraft) if field.name not in _NOT_COLUMNS | _LISTS
)
_LINE_COLUMNS = tuple(
    field.name
    for field in fields(LineDraft)
    if field.name not in {"add_on_ids", "year_schedule"}
)


def write(
    deal: Deal,
    draft: DealDraft,
    *,
    rate: ExchangeRate,
    base_currency: str,
    unit_quantities: Sequence[int],
) -> None:
    """Make `deal` say what `draft` says, and what norm_v1 makes of it.

    `unit_quantities` holds the size of each line’s display unit.
    """
    for name in _DEAL_COLUMNS:
        setattr(deal, name, getattr(draft, name))
    for name in _LISTS:
        setattr(deal, name, [str(value) for value in getattr(draft, name)])
    deal.base_currency = base_currency
    deal.rate = rate.rate
    deal.rate_date = rate.rate_date
    deal.rate_table = rate.table_version
    _write_alternatives(deal, draft)
    del deal.lines[len(draft.lines) :]
    for position, line in enumerate(draft.lines):
        if position == len(deal.lines):
            deal.lines.append(DealLine(position=position))
        _write_line(
            deal.lines[position],
            line,
            draft.term_months,
            rate,
            unit_quantities[position],
        )


def _write_alternatives(deal: Deal, draft: DealDraft) -> None:
    wanted = set(draft.alternative_ids)
    kept = [one for one in deal.alternatives if one.product_id in wanted]
    known = {one.product_id for one in kept}
    added = [DealAlternative(product_id=one) for one in sorted(wanted - known)]
    deal.alternatives = [*kept, *added]


def _write_line(
    row: DealLine,
    line: LineDraft,
    term_months: int,
    rate: ExchangeRate,
    unit_quantity: int,
) -> None:
    for name in _LINE_COLUMNS:
        setattr(row, name, getattr(line, name))
    row.year_schedule = [
        [step.year, str(step.quantity), str(step.amount)] for step in line.year_schedule
    ]
    wanted = set(line.add_on_ids)
    kept = [one for one in row.add_ons if one.plan_id in wanted]
    known = {one.plan_id for one in kept}
    row.add_ons = [
        *kept,
        *(DealLineAddOn(plan_id=one) for one in sorted(wanted - known)),
    ]
    prices = converted(normalise(terms_of(line, term_months, unit_quantity)), rate.rate)
    row.norm_version = prices.version
    row.unit_basis = prices.basis
    row.unit_quantity = unit_quantity
    row.unit_price = prices.price
    row.in_unit_cells = prices.in_unit_cells
    off = discount_pct(line, term_months, unit_quantity)
    if off is not None:
        row.discount_pct = plain(off.quantize(Decimal("0.01")))


def read(deal: Deal) -> DealDraft:
    """Return what `deal` says, as its author would report it today."""
    values: dict[str, Any] = {name: getattr(deal, name) for name in _DEAL_COLUMNS}
    values["deal_month"] = Month(deal.deal_month)
    return DealDraft(
        **values,
        lines=tuple(_read_line(row) for row in deal.lines),
        levers=_members(Lever, deal.levers),
        other_alternatives=_members(OtherAlternative, deal.other_alternatives),
        alternative_ids=tuple(one.product_id for one in deal.alternatives),
    )


def _members(kind: type[StrEnum], values: list[str]) -> tuple[Any, ...]:
    return tuple(kind(value) for value in values)


def _read_line(row: DealLine) -> LineDraft:
    values: dict[str, Any] = {name: getattr(row, name) for name in _LINE_COLUMNS}
    if row.list_unit_price is not None:
        values["discount_pct"] = None  # it was derived, and will be again
    return LineDraft(
        **values,
        add_on_ids=tuple(one.plan_id for one in row.add_ons),
        year_schedule=tuple(
            YearStep(int(year), Decimal(quantity), Decimal(amount))
            for year, quantity, amount in row.year_schedule
        ),
    )
