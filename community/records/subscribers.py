"""What records do when the catalogue changes: they follow merged products and vendors."""

import sqlalchemy as sa

from community.catalog.events import ProductsMerged, VendorsMerged
from community.core.db import db
from community.core.events import Bus
from community.core.jobs import enqueue
from community.records.models import PriceRecord
from community.records.rules.runs import REFRESH_JOB
from community.records.rules.writing import mark_stale


def subscribe(bus: Bus) -> None:
    bus.subscribe(ProductsMerged, follow_product)
    bus.subscribe(VendorsMerged, follow_vendor)


def follow_product(event: ProductsMerged) -> None:
    """Point the source's records at the target; both get new figures from the worker."""
    db.session.execute(
        sa.update(PriceRecord)
        .where(PriceRecord.product_id == event.source_id)
        .values(product_id=event.target_id)
    )
    _recompute([event.source_id, event.target_id])


def follow_vendor(event: VendorsMerged) -> None:
    """Have the source's records name the target as supplier."""
    mine = PriceRecord.supplier_id == event.source_id
    products = db.session.scalars(
        sa.select(PriceRecord.product_id).where(mine).distinct()
    ).all()
    db.session.execute(
        sa.update(PriceRecord).where(mine).values(supplier_id=event.target_id)
    )
    _recompute(list(products))


def _recompute(product_ids: list[int]) -> None:
    if product_ids:
        mark_stale(product_ids)
        enqueue(REFRESH_JOB)
