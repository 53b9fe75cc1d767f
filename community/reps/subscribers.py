"""What representatives do when vendors or products are merged: they follow."""

import sqlalchemy as sa

from community.catalog.events import ProductsMerged, VendorsMerged
from community.core import clock
from community.core.db import changed, db
from community.core.events import Bus, ContentChanged, publish
from community.reps.events import KIND, OfficialChanged
from community.reps.models import (
    Dispute,
    OfficialText,
    RepClaim,
    VendorDomain,
    Verdict,
)
from community.threads.events import KIND as QUESTION
from community.threads.events import ThreadChanged

_TWICE = "The same is disputed already under the name that this one was merged into."


def subscribe(bus: Bus) -> None:
    bus.subscribe(VendorsMerged, follow_vendor)
    bus.subscribe(ProductsMerged, follow_product)
    bus.subscribe(OfficialChanged, note_question)
    bus.subscribe(ThreadChanged, note_replies)


def note_question(event: OfficialChanged) -> None:
    """Have search know of a question whether its vendor has replied."""
    text = db.session.get_one(OfficialText, event.object_id)
    if text.thread_id is not None:
        publish(ContentChanged(QUESTION, text.thread_id))


def note_replies(event: ThreadChanged) -> None:
    """Have search find replies where their question is found, under its title."""
    ids = db.session.scalars(
        sa.select(OfficialText.id).where(OfficialText.thread_id == event.object_id)
    )
    for text_id in ids:
        publish(ContentChanged(KIND, text_id))


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
    _leave_one_open(event.source_id, event.target_id)
    for model in (RepClaim, VendorDomain, Dispute):
        changed(
            sa.update(model)
            .where(model.vendor_id == event.source_id)
            .values(vendor_id=event.target_id)
        )
    db.session.expire_all()


def follow_product(event: ProductsMerged) -> None:
    there = sa.select(Dispute.figure).where(
        Dispute.product_id == event.target_id, Dispute.verdict == Verdict.OPEN
    )
    _close_open(Dispute.product_id == event.source_id, Dispute.figure.in_(there))
    for model in (OfficialText, Dispute):
        changed(
            sa.update(model)
            .where(model.product_id == event.source_id)
            .values(product_id=event.target_id)
        )
    db.session.expire_all()


def _leave_one_open(source_id: int, target_id: int) -> None:
    """Close open disputes of posts and reviews that both vendors dispute."""
    for column in (Dispute.post_id, Dispute.review_id):
        there = sa.select(column).where(
            Dispute.vendor_id == target_id,
            Dispute.verdict == Verdict.OPEN,
            column.is_not(None),
        )
        _close_open(Dispute.vendor_id == source_id, column.in_(there))


def _close_open(*which: sa.ColumnElement[bool]) -> None:
    """Reject them, with the reason: they stay on record, and a report of one decidable."""
    changed(
        sa.update(Dispute)
        .where(Dispute.verdict == Verdict.OPEN, *which)
        .values(verdict=Verdict.REJECTED, decided_at=clock.now(), reason=_TWICE)
    )
