"""What deals do when the catalogue, or their authors' organisations, change under them."""

from community.accounts.events import OrganisationChanged
from community.catalog.events import ProductsMerged
from community.core.events import Bus
from community.deals.merging import follow_merge, follow_organisation


def subscribe(bus: Bus) -> None:
    bus.subscribe(ProductsMerged, _on_products_merged)
    bus.subscribe(OrganisationChanged, _on_organisation_changed)


def _on_products_merged(event: ProductsMerged) -> None:
    follow_merge(event.source_id, event.target_id, dict(event.plan_ids))


def _on_organisation_changed(event: OrganisationChanged) -> None:
    follow_organisation(event.user_id, event.organisation_id)
