"""What evidence does when its deal changes."""

from community.core.db import db
from community.core.events import Bus
from community.deals.events import (
    DealErased,
    DealRestored,
    DealRevised,
    DealSubmitted,
    DealWithdrawn,
)
from community.deals.evidence import rules
from community.deals.evidence.tiers import refresh_tier
from community.deals.models import Deal


def subscribe(bus: Bus) -> None:
    bus.subscribe(DealSubmitted, lambda event: refresh_tier(_deal(event.deal_id)))
    bus.subscribe(DealRestored, lambda event: refresh_tier(_deal(event.deal_id)))
    bus.subscribe(DealRevised, _on_revised)
    bus.subscribe(
        DealWithdrawn, lambda event: rules.delete_files_of(_deal(event.deal_id))
    )
    bus.subscribe(DealErased, lambda event: rules.delete_files_of(_deal(event.deal_id)))


def _on_revised(event: DealRevised) -> None:
    if not event.words_only:
        rules.look_again(_deal(event.deal_id))


def _deal(deal_id: int) -> Deal:
    return db.session.get_one(Deal, deal_id)
