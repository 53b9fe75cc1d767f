"""What a vendor's people write to buyers, as these report it and moderators decide about it.

A moderator reads what was reported, and of the request nothing else.
"""

from typing import Any

import sqlalchemy as sa

from community.accounts.correspondence import write_to
from community.catalog.models import Vendor
from community.catalog.paths import is_public_id
from community.catalog.queries import category_of_product
from community.core.actors import Actor
from community.core.db import db
from community.core.moderating import ModeratedItem
from community.core.visibility import State
from community.reps.models import RepClaim
from community.requests import access
from community.requests.kinds import MessageKind
from community.requests.models import BuyerRequest, RequestMessage
from community.requests.paths import message_path
from community.requests.rules import hiding


class ModeratedContacts:
    """The messages of representatives of app.py."""

    kind = "contact"
    label = "Message to a buyer"

    def find(self, actor: Actor, public_id: str) -> ModeratedItem | None:
        """Return a message to `actor`; nobody else reports it, or reads it here."""
        if not is_public_id(public_id):
            return None
        found = db.session.scalar(
            sa.select(RequestMessage.id)
            .join(BuyerRequest, BuyerRequest.id == RequestMessage.request_id)
            .where(
                RequestMessage.public_id == public_id,
                RequestMessage.claim_id.is_not(None),
                RequestMessage.kind == MessageKind.WORDS,
                access.own_requests(actor),
            )
        )
        return None if found is None else self.load(found)

    def load(self, object_id: int) -> ModeratedItem:
        row = _find_row(object_id)
        if row is None:
            return _GONE
        message, claim, vendor, _ = row
        return ModeratedItem(
            kind=self.kind,
            object_id=message.id,
            public_id=message.public_id,
            title=f"Message of {vendor.name} to a buyer",
            url=message_path(message.public_id),
            text=message.source,
            version=1,
            author=claim.signature,
            author_id=claim.user_id,
            vendor_id=vendor.id,
            is_public=message.state is State.PUBLIC,
            is_verified=False,
            state=message.state,
            vendor=vendor.slug,
            subject=vendor.name,
        )

    def is_own(self, actor: Actor, object_id: int) -> bool:
        row = _find_row(object_id)
        return row is not None and row[1].user_id == actor.user_id

    def category_of(self, object_id: int) -> int | None:
        row = _find_row(object_id)
        return None if row is None else category_of_product(row[3])

    def write_to_author(self, object_id: int, subject: str, text: str) -> bool:
        row = _find_row(object_id)
        return row is not None and write_to(row[1].user_id, subject, text)

    def hold(self, object_id: int) -> None:
        row = _find_row(object_id)
        if row is not None:
            hiding.hold(row[0])

    def hide(self, actor: Actor, object_id: int, _reason: str) -> None:
        self._put(actor, object_id, State.HIDDEN)

    def remove(self, actor: Actor, object_id: int, _reason: str) -> None:
        self._put(actor, object_id, State.REMOVED)

    def show(self, actor: Actor, object_id: int, _reason: str) -> None:
        self._put(actor, object_id, State.PUBLIC)

    def _put(self, actor: Actor, object_id: int, state: State) -> None:
        row = _find_row(object_id)
        if row is not None:
            hiding.put(actor, row[0], state)


_GONE = ModeratedItem(
    kind=ModeratedContacts.kind,
    object_id=0,
    public_id="",
    title="A message that is gone with its request",
    url="/",
    text="",
    version=1,
    author="A vendor’s representative",
    author_id=None,
    vendor_id=None,
    is_public=False,
    is_verified=False,
    state=State.DELETED,
)
"""What is left of one whose buyer has gone, or that was forgotten: cases outlive it."""


def _find_row(
    message_id: int,
) -> tuple[RequestMessage, RepClaim, Vendor, int | None] | None:
    """Return a message with who signed it, for whom, and about which product."""
    columns: list[Any] = [RequestMessage, RepClaim, Vendor, BuyerRequest.product_id]
    row = db.session.execute(
        sa.select(*columns)
        .join(BuyerRequest, BuyerRequest.id == RequestMessage.request_id)
        .join(RepClaim, RepClaim.id == RequestMessage.claim_id)
        .join(Vendor, Vendor.id == RepClaim.vendor_id)
        .where(RequestMessage.id == message_id)
    ).one_or_none()
    return None if row is None else (row[0], row[1], row[2], row[3])
