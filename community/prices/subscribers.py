"""What published prices do when a deal goes: figures that stood on it may go at once (P17)."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from community.core import clock
from community.core.chunks import chunks
from community.core.db import db
from community.core.events import Bus, ManyContentChanged, publish
from community.core.settings import get_settings
from community.deals.events import DealRevised, DealsErased, DealWithdrawn
from community.deals.models import Deal
from community.prices.events import PricesReleased
from community.prices.gathering import standing
from community.prices.models import Series
from community.prices.showing import take_cards, take_note
from community.prices.thresholds import thresholds_of
from community.prices.withholding import withhold


def subscribe(bus: Bus) -> None:
    bus.subscribe(
        DealWithdrawn, lambda event: _on_gone((event.deal_id,), event.product_ids)
    )
    bus.subscribe(
        DealsErased, lambda event: _on_gone(event.deal_ids, event.product_ids)
    )
    bus.subscribe(DealRevised, _on_deal_revised)
    bus.subscribe(PricesReleased, _on_release)


def _on_gone(deal_ids: Sequence[int], product_ids: Sequence[int]) -> None:
    for deal_id in deal_ids:
        _take_cards(deal_id)
        take_note(deal_id)
    for chunk in chunks(product_ids):
        _withhold(chunk, besides=deal_ids)


def _on_deal_revised(event: DealRevised) -> None:
    # A card says what the deal said before, and perhaps more than its author wants now.
    _take_cards(event.deal_id)
    if not event.words_only:
        _withhold(event.product_ids)


def _on_release(_event: PricesReleased) -> None:
    """Have search know each product by its new figure."""
    _have_indexed(db.session.scalars(sa.select(Series.product_id).distinct()))


def _have_indexed(product_ids: Iterable[int]) -> None:
    for chunk in chunks(list(product_ids)):
        publish(ManyContentChanged("product", tuple(chunk)))


def _take_cards(deal_id: int) -> None:
    deal = db.session.get_one(Deal, deal_id)
    take_cards([line.id for line in deal.lines])


def _withhold(product_ids: Sequence[int], *, besides: Sequence[int] = ()) -> None:
    thresholds = thresholds_of(get_settings())
    oldest = clock.add_months(clock.current_month(), -thresholds.age_months)
    withhold(product_ids, standing(product_ids, oldest, besides=besides), thresholds)
    _have_indexed(product_ids)
