"""Rows of "my prices" and of what is held, from what the rows hold already."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from community.core.money import format_number
from community.deals.kinds import DealState, ReviewState
from community.deals.labels import label
from community.deals.models import Deal, DealLine, LineHold
from community.deals.normalisation import Basis
from community.deals.outlook import Note
from community.deals.previewing import money_text, per_text
from community.deals.reviewwords import how_far, reasons_text, state_text
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
    mark: str
    note: str = ""
    is_news: bool = False


def deal_rows(deals: Iterable[Deal], notes: Mapping[int, Note]) -> list[DealRow]:
    """Return a row for each deal, with what has become of it where `notes` says so."""
    return [_row(deal, notes.get(deal.id)) for deal in deals]


def _row(deal: Deal, note: Note | None) -> DealRow:
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
        mark=_mark(deal),
        note="" if note is None else note.text,
        is_news=note is not None and note.is_new,
    )


def _mark(deal: Deal) -> str:
    """Return why a deal does not count, in a word; nothing while it does or may."""
    if deal.state is DealState.WITHDRAWN:
        return "Withdrawn"
    reviews = {line.review for line in deal.lines}
    return "Rejected" if ReviewState.REJECTED in reviews else ""


def review_lines(deal: Deal, holds: Iterable[LineHold]) -> list[tuple[str, str]]:
    """Return for the author of `deal` each product and what came of looking at it."""
    by_line = {hold.line_id: hold for hold in holds}
    return [
        (line.product.name, state_text(line.review, by_line.get(line.id)))
        for line in deal.lines
    ]


def _price(deal: Deal, line: DealLine) -> str | None:
    if line.unit_price is None or line.unit_basis is Basis.NOTHING:
        return None
    return money_text(line.unit_price * line.unit_quantity, deal.base_currency)


@dataclass(frozen=True)
class HoldRow:
    """One held line, for people who must not see its price in passing."""

    public_id: str
    deal_id: str
    product: str
    month: str
    reasons: str
    how_far: str
    decision: str


def hold_rows(holds: Iterable[LineHold]) -> list[HoldRow]:
    return [
        HoldRow(
            public_id=hold.public_id,
            deal_id=hold.line.deal.public_id,
            product=hold.line.product.name,
            month=hold.month,
            reasons=reasons_text(hold.reasons),
            how_far=how_far(hold.score),
            decision=hold.decision or "",
        )
        for hold in holds
    ]
