"""What events do when vendors or products are merged, and when a buyer becomes a rep."""

import sqlalchemy as sa

from community.catalog.events import ProductsMerged, VendorsMerged
from community.core.db import changed, db
from community.core.events import Bus
from community.demos.models import Demo
from community.demos.rules.attending import withdraw_all
from community.reps.events import ClaimDecided


def subscribe(bus: Bus) -> None:
    bus.subscribe(VendorsMerged, follow_vendor)
    bus.subscribe(ProductsMerged, follow_product)
    bus.subscribe(ClaimDecided, leave_side)


def follow_vendor(event: VendorsMerged) -> None:
    _point("vendor_id", event.source_id, event.target_id)


def follow_product(event: ProductsMerged) -> None:
    _point("product_id", event.source_id, event.target_id)


def leave_side(event: ClaimDecided) -> None:
    """Take back what somebody registered for as a buyer, now that they speak for a vendor."""
    if event.approved:
        withdraw_all(event.user_id)


def _point(name: str, source_id: int, target_id: int) -> None:
    changed(
        sa.update(Demo)
        .where(getattr(Demo, name) == source_id)
        .values({name: target_id})
    )
    db.session.expire_all()
