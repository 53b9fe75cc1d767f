"""What questions do when the catalogue changes: they follow their products and vendors."""

import sqlalchemy as sa

from community.accounts.events import OrganisationChanged
from community.catalog.events import (
    ProductRenamed,
    ProductsMerged,
    VendorRenamed,
    VendorsMerged,
)
from community.catalog.models import Product
from community.core import events
from community.core.db import changed, db
from community.core.events import Bus, ManyContentChanged
from community.threads.events import KIND
from community.threads.models import Thread
from community.threads.rules import comparing


def subscribe(bus: Bus) -> None:
    bus.subscribe(ProductsMerged, follow_product)
    bus.subscribe(VendorsMerged, follow_vendor)
    bus.subscribe(ProductRenamed, note_product_name)
    bus.subscribe(VendorRenamed, note_vendor_name)
    bus.subscribe(OrganisationChanged, note_organisation)


def note_organisation(event: OrganisationChanged) -> None:
    comparing.follow_organisation(event.user_id, event.organisation_id)


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
    db.session.expire_all()
    _have_indexed(moved)


def follow_vendor(event: VendorsMerged) -> None:
    moved = _threads(Thread.vendor_id == event.source_id)
    changed(
        sa.update(Thread)
        .where(Thread.vendor_id == event.source_id)
        .values(vendor_id=event.target_id)
    )
    db.session.expire_all()
    _have_indexed(moved)


def note_product_name(event: ProductRenamed) -> None:
    """Have search find questions under the new name of what they are about."""
    _have_indexed(_threads(Thread.product_id == event.object_id))


def note_vendor_name(event: VendorRenamed) -> None:
    _have_indexed(_threads(Thread.vendor_id == event.object_id))


def _threads(which: sa.ColumnElement[bool]) -> list[int]:
    return list(db.session.scalars(sa.select(Thread.id).where(which)))


def _have_indexed(thread_ids: list[int]) -> None:
    if thread_ids:
        events.publish(ManyContentChanged(KIND, tuple(thread_ids)))
