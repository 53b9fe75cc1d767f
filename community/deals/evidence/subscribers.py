"""What evidence and tiers do when a deal, or its author's organisation, changes."""

from community.accounts.events import OrganisationChanged
from community.core.db import db
from community.core.events import Bus
from community.deals.events import (
    DealRestored,
    DealRevised,
    DealsErased,
    DealSubmitted,
    DealWithdrawn,
)
from community.deals.evidence import queries, rules
from community.deals.evidence.tiers import begin_tier, refresh_tier, refresh_tiers
from community.deals.models import Deal


def subscribe(bus: Bus) -> None:
    bus.subscribe(DealSubmitted, lambda event: begin_tier(_deal(event.deal_id)))
    bus.subscribe(DealRestored, lambda event: refresh_tier(_deal(event.deal_id)))
    bus.subscribe(DealRevised, _on_revised)
    bus.subscribe(OrganisationChanged, _on_organisation_changed)
    bus.subscribe(
        DealWithdrawn, lambda event: rules.delete_files_of(_deal(event.deal_id))
    )
    bus.subscribe(DealsErased, _on_erased)


def _on_organisation_changed(event: OrganisationChanged) -> None:
    # The deals follow first: community.app subscribes them before.
    refresh_tiers(queries.list_deals_of_member(event.user_id))


def _on_erased(event: DealsErased) -> None:
    for deal_id in event.deal_ids:
        rules.delete_files_of(_deal(deal_id))


def _on_revised(event: DealRevised) -> None:
    if not event.words_only:
        rules.look_again(_deal(event.deal_id))


def _deal(deal_id: int) -> Deal:
    return db.session.get_one(Deal, deal_id)
