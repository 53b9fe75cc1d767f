"""What published prices do when a deal goes: figures that stood on it may go at once (P17)."""

import sqlalchemy as sa

from community.core.db import db
from community.core.events import Bus
from community.core.settings import get_settings
from community.deals.events import DealErased, DealWithdrawn
from community.deals.kinds import DealState, ReviewState
from community.deals.models import Deal, DealLine
from community.prices.gathering import root_keys
from community.prices.showing import take_cards
from community.prices.thresholds import thresholds_of
from community.prices.withholding import withhold


def subscribe(bus: Bus) -> None:
    bus.subscribe(DealWithdrawn, _on_deal_gone)
    bus.subscribe(DealErased, _on_deal_gone)


def _on_deal_gone(event: DealWithdrawn | DealErased) -> None:
    deal = db.session.get_one(Deal, event.deal_id)
    take_cards([line.id for line in deal.lines])
    if deal.org_key is None:
        return
    roots = root_keys()
    root = roots.get(deal.org_key)
    if root is None:
        return
    group = [key for key, one in roots.items() if one == root]
    gone = set(event.product_ids) - _products_left(group, besides=deal.id)
    if gone:
        withhold(root, gone, thresholds_of(get_settings()))


def _products_left(group: list[str], *, besides: int) -> set[int]:
    """Return the products of which the organisation has another price that counts."""
    return set(
        db.session.scalars(
            sa.select(DealLine.product_id)
            .join(Deal, Deal.id == DealLine.deal_id)
            .where(
                Deal.org_key.in_(group),
                Deal.id != besides,
                Deal.state == DealState.SUBMITTED,
                DealLine.review == ReviewState.ACCEPTED,
            )
        )
    )
