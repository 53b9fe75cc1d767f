"""What representatives do when vendors or products are merged: they follow."""

import sqlalchemy as sa

from community.catalog.events import ProductsMerged, VendorsMerged
from community.core.db import changed, db
from community.core.events import Bus
from community.reps.models import OfficialText, RepClaim, VendorDomain


def subscribe(bus: Bus) -> None:
    bus.subscribe(VendorsMerged, follow_vendor)
    bus.subscribe(ProductsMerged, follow_product)


def follow_vendor(event: VendorsMerged) -> None:
    """Let reps, domains and texts of the source be those of the target.

    Where both have replied to one question, which no page shows, the target's stands.
    """
    there = sa.select(OfficialText.thread_id).where(
        OfficialText.vendor_id == event.target_id, OfficialText.thread_id.is_not(None)
    )
    movable = sa.or_(
        OfficialText.thread_id.is_(None), OfficialText.thread_id.not_in(there)
    )
    changed(
        sa.update(OfficialText)
        .where(OfficialText.vendor_id == event.source_id, movable)
        .values(vendor_id=event.target_id)
    )
    for model in (RepClaim, VendorDomain):
        changed(
            sa.update(model)
            .where(model.vendor_id == event.source_id)
            .values(vendor_id=event.target_id)
        )
    db.session.expire_all()


def follow_product(event: ProductsMerged) -> None:
    changed(
        sa.update(OfficialText)
        .where(OfficialText.product_id == event.source_id)
        .values(product_id=event.target_id)
    )
    db.session.expire_all()
