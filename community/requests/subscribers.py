"""What requests do when vendors or products are merged, and when a buyer becomes a rep."""

import sqlalchemy as sa

from community.catalog.events import ProductsMerged, VendorsMerged
from community.core.db import changed, db
from community.core.events import Bus
from community.reps.events import ClaimDecided
from community.requests.models import BuyerRequest, ContactRecord
from community.requests.rules.ending import take_back_all
from community.requests.rules.passing import rep_left


def subscribe(bus: Bus) -> None:
    bus.subscribe(VendorsMerged, follow_vendor)
    bus.subscribe(ProductsMerged, follow_product)
    bus.subscribe(ClaimDecided, leave_side)


def follow_vendor(event: VendorsMerged) -> None:
    """Let the requests be those to the target; the record follows with the next count."""
    _point("vendor_id", event.source_id, event.target_id)
    changed(sa.delete(ContactRecord).where(ContactRecord.vendor_id == event.source_id))
    db.session.expire_all()


def follow_product(event: ProductsMerged) -> None:
    _point("product_id", event.source_id, event.target_id)
    db.session.expire_all()


def leave_side(event: ClaimDecided) -> None:
    """Take back what somebody asked as a buyer, now that they speak for a vendor.

    Of somebody who speaks for it no more, tell the buyers whom they answered.
    """
    if event.approved:
        take_back_all(event.user_id)
    else:
        rep_left(event.claim_id, event.vendor_id)


def _point(name: str, source_id: int, target_id: int) -> None:
    changed(
        sa.update(BuyerRequest)
        .where(getattr(BuyerRequest, name) == source_id)
        .values({name: target_id})
    )
