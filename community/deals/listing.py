"""Rows of "my prices": each deal in two lines, from what its rows hold already."""

from collections.abc import Iterable
from dataclasses import dataclass

from community.core.money import format_number
from community.deals.kinds import DealState
from community.deals.labels import label
from community.deals.models import Deal, DealLine
from community.deals.normalisation import Basis
from community.deals.previewing import money_text, per_text
from community.deals.units import unit_text


@dataclass(frozen=True)
class DealRow:
    """One deal in the list; `price` is None where there is no price per unit."""

    public_id: str
    title: str
    month: str
    stage: str
    quantity: str
    price: str | None
    per: str
    is_withdrawn: bool


def deal_rows(deals: Iterable[Deal]) -> list[DealRow]:
    return [_row(deal) for deal in deals]


def _row(deal: Deal) -> DealRow:
    first = deal.lines[0]
    more = len(deal.lines) - 1
    title = first.product.name
    if more:
        title += f" and {more} more"
    return DealRow(
        public_id=deal.public_id,
        title=title,
        month=deal.deal_month,
        stage=label(deal.stage),
        quantity=f"{format_number(first.quantity)} × {first.metric}",
        price=_price(deal, first),
        per=per_text(
            first.unit_basis,
            unit_text(first.product, first.metric, first.unit_quantity),
        ),
        is_withdrawn=deal.state is DealState.WITHDRAWN,
    )


def _price(deal: Deal, line: DealLine) -> str | None:
    if line.unit_price is None or line.unit_basis is Basis.NOTHING:
        return None
    return money_text(line.unit_price * line.unit_quantity, deal.base_currency)
