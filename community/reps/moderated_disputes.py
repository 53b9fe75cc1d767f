"""What vendors dispute, as moderators decide about it."""

import sqlalchemy as sa

from community.accounts.correspondence import write_to
from community.catalog.models import Vendor
from community.catalog.queries import category_of_product
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import NotFound
from community.core.moderating import ModeratedItem
from community.core.spokespeople import voice_of
from community.core.visibility import State
from community.reps import access
from community.reps.disputes import DISPUTE, get_dispute, get_dispute_view
from community.reps.models import Dispute, RepClaim
from community.reps.rules import hiding
from community.reviews.models import Review
from community.threads.models import Post, Thread


class ModeratedDisputes:
    """The disputes of app.py.

    They stay on record: a moderator hides one, and nobody removes it. Reports alone
    hide none (`is_verified`), so that nobody silences a vendor by them.
    """

    kind = DISPUTE
    label = "Dispute of a vendor"

    def find(self, actor: Actor, public_id: str) -> ModeratedItem | None:
        try:
            dispute = get_dispute(public_id)
        except NotFound:
            return None
        if not access.can_read_dispute(actor, voice_of(actor), dispute):
            return None
        return self.load(dispute.id)

    def load(self, object_id: int) -> ModeratedItem:
        dispute, claim = _row(object_id)
        vendor = db.session.get_one(Vendor, dispute.vendor_id)
        view = get_dispute_view(dispute)
        return ModeratedItem(
            kind=self.kind,
            object_id=dispute.id,
            public_id=dispute.public_id,
            title=f"Dispute: {view.about}",
            url=view.url_on_page,
            text=dispute.text,
            version=1,
            author=claim.signature,
            author_id=claim.user_id,
            vendor_id=dispute.vendor_id,
            is_public=dispute.hidden_at is None,
            is_verified=True,
            state=State.PUBLIC if dispute.hidden_at is None else State.HIDDEN,
            stays_on_record=True,
            vendor=vendor.slug,
            subject=vendor.name,
        )

    def is_own(self, actor: Actor, object_id: int) -> bool:
        return actor.user_id is not None and _row(object_id)[1].user_id == actor.user_id

    def is_about_own(self, actor: Actor, object_id: int) -> bool:
        return access.wrote_disputed(actor, _row(object_id)[0])

    def hold(self, object_id: int) -> None:
        hiding.hold_dispute(_row(object_id)[0])

    def hide(self, actor: Actor, object_id: int, _reason: str) -> None:
        hiding.withhold_dispute(actor, _row(object_id)[0])

    def remove(self, actor: Actor, object_id: int, reason: str) -> None:
        self.hide(actor, object_id, reason)

    def show(self, actor: Actor, object_id: int, _reason: str) -> None:
        hiding.show_dispute(actor, _row(object_id)[0])

    def category_of(self, object_id: int) -> int | None:
        """Return where the product is filed that the disputed thing is about."""
        dispute = _row(object_id)[0]
        if dispute.post_id is not None:
            post = db.session.get_one(Post, dispute.post_id)
            thread = db.session.get_one(Thread, post.thread_id)
            return category_of_product(thread.product_id)
        if dispute.review_id is not None:
            review = db.session.get_one(Review, dispute.review_id)
            return category_of_product(review.product_id)
        return category_of_product(dispute.product_id)

    def write_to_author(self, object_id: int, subject: str, text: str) -> bool:
        return write_to(_row(object_id)[1].user_id, subject, text)


def _row(dispute_id: int) -> tuple[Dispute, RepClaim]:
    row = db.session.execute(
        sa.select(Dispute, RepClaim)
        .join(RepClaim, RepClaim.id == Dispute.claim_id)
        .where(Dispute.id == dispute_id)
    ).one_or_none()
    if row is None:  # two vendors became one, and disputed the same
        raise NotFound(
            "This dispute is part of another one now.", code="no-such-dispute"
        )
    return row[0], row[1]
