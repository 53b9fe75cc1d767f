"""What reviews do when products are merged and when organisations change."""

import sqlalchemy as sa

from community.accounts.events import OrganisationChanged, OrganisationsGrouped
from community.accounts.models import Organisation
from community.catalog.events import ProductRenamed, ProductsMerged, VendorsMerged
from community.core import events
from community.core.db import changed, db
from community.core.events import Bus, ManyContentChanged
from community.core.visibility import State
from community.reviews.events import KIND
from community.reviews.models import Review, ReviewResponse
from community.reviews.scores import recount
from community.reviews.scoring import weight_of


def subscribe(bus: Bus) -> None:
    bus.subscribe(ProductsMerged, follow_product)
    bus.subscribe(VendorsMerged, follow_vendor)
    bus.subscribe(ProductRenamed, note_product_name)
    bus.subscribe(OrganisationChanged, follow_author)
    bus.subscribe(OrganisationsGrouped, recount_groups)


def follow_product(event: ProductsMerged) -> None:
    """Point reviews of the source at the target.

    Whoever reviewed both keeps what they wrote of the target: the other one is set
    aside, as if they had removed it.
    """
    moved = _reviews(Review.product_id == event.source_id)
    there = sa.select(Review.author_id).where(Review.product_id == event.target_id)
    changed(
        sa.update(Review)
        .where(Review.product_id == event.source_id, Review.author_id.in_(there))
        .values(state=State.DELETED, prior_state=None)
    )
    changed(
        sa.update(Review)
        .where(Review.product_id == event.source_id, Review.author_id.not_in(there))
        .values(product_id=event.target_id)
    )
    db.session.expire_all()
    if moved:
        recount((event.source_id, event.target_id))
        events.publish(ManyContentChanged(KIND, tuple(moved)))


def follow_vendor(event: VendorsMerged) -> None:
    """Let responses be those of the vendor that the one they were given for became."""
    changed(
        sa.update(ReviewResponse)
        .where(ReviewResponse.vendor_id == event.source_id)
        .values(vendor_id=event.target_id)
    )
    db.session.expire_all()


def note_product_name(event: ProductRenamed) -> None:
    """Have search find reviews under the new name of what they are about."""
    found = _reviews(Review.product_id == event.object_id)
    if found:
        events.publish(ManyContentChanged(KIND, tuple(found)))


def follow_author(event: OrganisationChanged) -> None:
    """Let reviews without an organisation count for the one their author proved now.

    Those that have one keep it: that is where the experience was made.
    """
    if event.organisation_id is None:
        return
    reviews = db.session.scalars(
        sa.select(Review).where(
            Review.author_id == event.user_id, Review.organisation_id.is_(None)
        )
    ).all()
    for review in reviews:
        review.organisation_id = event.organisation_id
        review.weight = weight_of(
            review.relationship, is_verified=True, rated_at=review.rated_at
        )
    db.session.flush()  # scores are summed from the rows
    recount(review.product_id for review in reviews)


def recount_groups(event: OrganisationsGrouped) -> None:
    """Count organisations that are one by now as one."""
    group = sa.or_(
        Organisation.id.in_(event.organisation_ids), Organisation.id == event.root_id
    )
    products = db.session.scalars(
        sa.select(Review.product_id)
        .join(Organisation, Organisation.id == Review.organisation_id)
        .where(group)
        .distinct()
    )
    recount(products.all())


def _reviews(which: sa.ColumnElement[bool]) -> list[int]:
    return list(db.session.scalars(sa.select(Review.id).where(which)))
