"""What events do when vendors or products are merged or renamed, and when a buyer becomes a rep."""

import sqlalchemy as sa

from community.catalog.events import (
    ProductRenamed,
    ProductsMerged,
    VendorRenamed,
    VendorsMerged,
)
from community.core.db import changed, db
from community.core.events import Bus, ManyContentChanged, publish
from community.demos.events import KIND
from community.demos.models import Demo
from community.demos.rules.attending import withdraw_all
from community.reps.events import ClaimDecided


def subscribe(bus: Bus) -> None:
    bus.subscribe(VendorsMerged, follow_vendor)
    bus.subscribe(ProductsMerged, follow_product)
    bus.subscribe(VendorRenamed, note_vendor_name)
    bus.subscribe(ProductRenamed, note_product_name)
    bus.subscribe(ClaimDecided, leave_side)


def follow_vendor(event: VendorsMerged) -> None:
    _point("vendor_id", event.source_id, event.target_id)


def follow_product(event: ProductsMerged) -> None:
    _point("product_id", event.source_id, event.target_id)


def note_vendor_name(event: VendorRenamed) -> None:
    """Have search find events under the new name of whom they are of."""
    _have_indexed(_found(Demo.vendor_id == event.object_id))


def note_product_name(event: ProductRenamed) -> None:
    _have_indexed(_found(Demo.product_id == event.object_id))


def leave_side(event: ClaimDecided) -> None:
    """Take back what somebody registered for as a buyer, now that they speak for a vendor."""
    if event.approved:
        withdraw_all(event.user_id)


def _point(name: str, source_id: int, target_id: int) -> None:
    points = getattr(Demo, name) == source_id
    moved = _found(points)
    changed(sa.update(Demo).where(points).values({name: target_id}))
    db.session.expire_all()
    _have_indexed(moved)


def _found(which: sa.ColumnElement[bool]) -> list[int]:
    return list(db.session.scalars(sa.select(Demo.id).where(which)))


def _have_indexed(ids: list[int]) -> None:
    if ids:
        publish(ManyContentChanged(KIND, tuple(ids)))
