"""What questions do when the catalogue changes: they follow merged products and vendors."""

import sqlalchemy as sa

from community.catalog.events import ProductsMerged, VendorsMerged
from community.catalog.models import Product
from community.core import events
from community.core.db import db
from community.core.events import Bus
from community.threads.counters import changed
from community.threads.events import ThreadChanged
from community.threads.models import Thread


def subscribe(bus: Bus) -> None:
    bus.subscribe(ProductsMerged, follow_product)
    bus.subscribe(VendorsMerged, follow_vendor)


def follow_product(event: ProductsMerged) -> None:
    """Point questions about the source, and their vendor, at the target."""
    moved = _threads(Thread.product_id == event.source_id)
    vendor_id = db.session.scalar(
        sa.select(Product.vendor_id).where(Product.id == event.target_id)
    )
    changed(
        sa.update(Thread)
        .where(Thread.product_id == event.source_id)
        .values(product_id=event.target_id, vendor_id=vendor_id)
    )
    _tell(moved)


def follow_vendor(event: VendorsMerged) -> None:
    moved = _threads(Thread.vendor_id == event.source_id)
    changed(
        sa.update(Thread)
        .where(Thread.vendor_id == event.source_id)
        .values(vendor_id=event.target_id)
    )
    _tell(moved)


def _threads(which: sa.ColumnElement[bool]) -> list[int]:
    return list(db.session.scalars(sa.select(Thread.id).where(which)))


def _tell(thread_ids: list[int]) -> None:
    db.session.expire_all()
    for thread_id in thread_ids:
        events.publish(ThreadChanged(object_id=thread_id))
