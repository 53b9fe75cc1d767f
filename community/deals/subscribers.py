"""What deals do when the catalogue changes under them."""

from community.catalog.events import ProductsMerged
from community.core.events import Bus
from community.deals.merging import follow_merge


def subscribe(bus: Bus) -> None:
    bus.subscribe(ProductsMerged, _on_products_merged)


def _on_products_merged(event: ProductsMerged) -> None:
    follow_merge(event.source_id, event.target_id, dict(event.plan_ids))
