"""What questions do when the catalogue changes: they follow their products and vendors."""

from collections.abc import Sequence

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
from community.core.chunks import chunks
from community.core.db import changed, db
from community.core.events import Bus, ManyContentChanged
from community.core.moderationevents import Reported, ReportsJudged
from community.threads.events import (
    ANSWER_KIND,
    KIND,
    AnswerChosen,
    AnswerPosted,
    ThreadChanged,
)
from community.threads.models import Place, Post, Thread
from community.threads.rules import comparing, heating


def subscribe(bus: Bus) -> None:
    bus.subscribe(ProductsMerged, follow_product)
    bus.subscribe(VendorsMerged, follow_vendor)
    bus.subscribe(ProductRenamed, note_product_name)
    bus.subscribe(VendorRenamed, note_vendor_name)
    bus.subscribe(OrganisationChanged, note_organisation)
    bus.subscribe(ThreadChanged, note_answers)
    bus.subscribe(ManyContentChanged, note_answers_of_many)
    bus.subscribe(Reported, note_report)
    bus.subscribe(ReportsJudged, note_judgement)


def note_report(event: Reported) -> None:
    if event.kind == "post":
        heating.look_at(event.object_id)


def note_judgement(event: ReportsJudged) -> None:
    if event.kind == "post":
        heating.cool(event.object_id)


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


def note_answers(event: ThreadChanged) -> None:
    """Have search find answers as their question is now: shown, hidden, under its title."""
    if isinstance(event, AnswerPosted):
        _have_answers_indexed([event.post_id])
    elif isinstance(event, AnswerChosen):
        _have_answers_indexed([event.post_id, event.instead_of or event.post_id])
    else:
        _have_answers_indexed(_answers([event.object_id]))


def note_answers_of_many(event: ManyContentChanged) -> None:
    if event.kind == KIND:
        _have_answers_indexed(_answers(event.object_ids))


def _answers(thread_ids: Sequence[int]) -> list[int]:
    wanted = sa.select(Post.id).where(Post.place > Place.QUESTION)
    return [
        post_id
        for chunk in chunks(thread_ids)
        for post_id in db.session.scalars(wanted.where(Post.thread_id.in_(chunk)))
    ]


def _have_answers_indexed(post_ids: list[int]) -> None:
    if post_ids:
        events.publish(ManyContentChanged(ANSWER_KIND, tuple(post_ids)))


def _threads(which: sa.ColumnElement[bool]) -> list[int]:
    return list(db.session.scalars(sa.select(Thread.id).where(which)))


def _have_indexed(thread_ids: list[int]) -> None:
    if thread_ids:
        events.publish(ManyContentChanged(KIND, tuple(thread_ids)))
