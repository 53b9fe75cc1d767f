"""What published prices do when a deal goes: figures that stood on it may go at once (P17)."""

from collections.abc import Sequence

import sqlalchemy as sa

from community.catalog.events import ProductsMerged
from community.core.chunks import chunks
from community.core.db import db
from community.core.events import Bus
from community.deals.events import DealRevised, DealsErased, DealWithdrawn
from community.deals.models import Deal
from community.prices.events import PricesReleased
from community.prices.leaving import have_indexed, withhold_where_too_few
from community.prices.models import Series
from community.prices.showing import take_cards, take_note, take_outdated_cards
from community.prices.taking import follow_merge


def subscribe(bus: Bus) -> None:
    bus.subscribe(
        DealWithdrawn, lambda event: _on_gone((event.deal_id,), event.product_ids)
    )
    bus.subscribe(
        DealsErased, lambda event: _on_gone(event.deal_ids, event.product_ids)
    )
    bus.subscribe(DealRevised, _on_deal_revised)
    bus.subscribe(
        ProductsMerged, lambda event: follow_merge(event.source_id, event.target_id)
    )
    bus.subscribe(PricesReleased, _on_release)


def _on_gone(deal_ids: Sequence[int], product_ids: Sequence[int]) -> None:
    for deal_id in deal_ids:
        take_cards(_line_ids(deal_id))
        take_note(deal_id)
    for chunk in chunks(product_ids):
        withhold_where_too_few(chunk, besides=deal_ids)


def _on_deal_revised(event: DealRevised) -> None:
    # A card says what the deal said before, and perhaps more than its author wants now.
    take_outdated_cards(_line_ids(event.deal_id))
    if not event.words_only:
        withhold_where_too_few(event.product_ids)


def _on_release(_event: PricesReleased) -> None:
    """Have search know each product by its new figure."""
    have_indexed(db.session.scalars(sa.select(Series.product_id).distinct()))


def _line_ids(deal_id: int) -> list[int]:
    deal = db.session.get_one(Deal, deal_id)
    return [line.id for line in deal.lines]
