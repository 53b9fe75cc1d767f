"""What vendors say under their name, as moderators decide about it."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from community.accounts.correspondence import write_to
from community.catalog.models import Product, Vendor
from community.catalog.queries import category_of_product
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import NotFound
from community.core.moderating import ModeratedItem
from community.core.visibility import State
from community.reps.models import OfficialKind, OfficialText, RepClaim
from community.reps.moderated_disputes import ModeratedDisputes
from community.reps.paths import text_path
from community.reps.rules import hiding, redacting
from community.reps.texts import get_text_for
from community.threads.models import Thread


class ModeratedOfficials:
    """The official replies and statements of app.py."""

    kind = "official"
    label = "Official text"

    def find(self, actor: Actor, public_id: str) -> ModeratedItem | None:
        try:
            text = get_text_for(actor, public_id)
        except NotFound:
            return None
        return self.load(text.id)

    def load(self, object_id: int) -> ModeratedItem:
        text, claim = _row(object_id)
        vendor = db.session.get_one(Vendor, text.vendor_id)
        product = db.session.get(Product, text.product_id) if text.product_id else None
        is_reply = text.kind is OfficialKind.REPLY
        return ModeratedItem(
            kind=self.kind,
            object_id=text.id,
            public_id=text.public_id,
            title="Official reply" if is_reply else text.heading,
            url=text_path(text.public_id),
            text=text.source,
            version=text.version,
            author=claim.signature,
            author_id=claim.user_id,
            vendor_id=text.vendor_id,
            is_public=text.state is State.PUBLIC,
            is_verified=False,
            state=text.state,
            vendor=vendor.slug,
            product=product.slug if product else "",
            subject=product.name if product else vendor.name,
            parts=redacting.parts_of(text),
        )

    def is_own(self, actor: Actor, object_id: int) -> bool:
        return actor.user_id is not None and _row(object_id)[1].user_id == actor.user_id

    def hold(self, object_id: int) -> None:
        hiding.hold_text(_row(object_id)[0])

    def hide(self, actor: Actor, object_id: int, reason: str) -> None:
        hiding.withhold(actor, _row(object_id)[0], reason)

    def remove(self, actor: Actor, object_id: int, reason: str) -> None:
        hiding.strike(actor, _row(object_id)[0], reason)

    def redact(
        self, actor: Actor, object_id: int, texts: Sequence[str], reason: str
    ) -> Mapping[str, Any]:
        return redacting.redact_text(actor, _row(object_id)[0], texts, reason)

    def unredact(
        self, actor: Actor, object_id: int, kept: Mapping[str, Any], reason: str
    ) -> None:
        redacting.put_back(actor, _row(object_id)[0], kept, reason)

    def show(self, actor: Actor, object_id: int, reason: str) -> None:
        hiding.bring_back(actor, _row(object_id)[0], reason)

    def category_of(self, object_id: int) -> int | None:
        text = _row(object_id)[0]
        if text.thread_id is None:
            return category_of_product(text.product_id)
        # A reply is filed where its question is.
        thread = db.session.get_one(Thread, text.thread_id)
        return category_of_product(thread.product_id)

    def write_to_author(self, object_id: int, subject: str, text: str) -> bool:
        return write_to(_row(object_id)[1].user_id, subject, text)


def _row(text_id: int) -> tuple[OfficialText, RepClaim]:
    row = db.session.execute(
        sa.select(OfficialText, RepClaim)
        .join(RepClaim, RepClaim.id == OfficialText.claim_id)
        .where(OfficialText.id == text_id)
    ).one()
    return row[0], row[1]


SAID_BY_VENDORS = (ModeratedOfficials(), ModeratedDisputes())
