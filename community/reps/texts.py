"""Finding official texts for whoever reads them."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer

from community.catalog.models import Product, Vendor
from community.catalog.paths import is_public_id
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import NotFound
from community.core.paging import Page, keyset_page
from community.core.ports import Voice
from community.core.spokespeople import voice_of
from community.core.visibility import State
from community.reps import access
from community.reps.models import OfficialKind, OfficialText, RepClaim


def get_text(public_id: str) -> OfficialText:
    """Return a text whoever may see it; raise NotFound when there is none."""
    text = None
    if is_public_id(public_id):
        text = db.session.scalar(
            sa.select(OfficialText).where(OfficialText.public_id == public_id)
        )
    if text is None:
        raise NotFound("There is no such official text.")
    return text


def get_text_for(actor: Actor, public_id: str) -> OfficialText:
    """Return a text whose words `actor` may read; raise NotFound otherwise."""
    text = get_text(public_id)
    if not access.can_read_text(actor, voice_of(actor), text):
        raise NotFound("There is no such official text.")
    return text


def get_own_text(actor: Actor, public_id: str) -> OfficialText:
    """Return a text that `actor` may at least see the place of."""
    text = get_text(public_id)
    if not access.can_see_text(actor, voice_of(actor), text):
        raise NotFound("There is no such official text.")
    return text


def find_reply(
    actor: Actor, voice: Voice | None, thread_id: int, vendor_id: int
) -> tuple[OfficialText, str, str] | None:
    """Return the reply of a vendor in a thread, its signature, the vendor's name."""
    row = db.session.execute(
        sa.select(OfficialText, RepClaim, Vendor.name)
        .join(RepClaim, RepClaim.id == OfficialText.claim_id)
        .join(Vendor, Vendor.id == OfficialText.vendor_id)
        .options(defer(OfficialText.source))
        .where(
            OfficialText.thread_id == thread_id,
            OfficialText.vendor_id == vendor_id,
            access.visible_texts(actor, voice),
        )
    ).one_or_none()
    return None if row is None else (row[0], row[1].signature, row[2])


def threads_with_reply(thread_ids: Sequence[int]) -> set[int]:
    """Return those of the threads that have an official reply which everybody sees."""
    return set(
        db.session.scalars(
            sa.select(OfficialText.thread_id).where(
                OfficialText.thread_id.in_(thread_ids),
                OfficialText.state == State.PUBLIC,
            )
        )
    )


def list_statements(
    actor: Actor,
    voice: Voice | None,
    *,
    vendor_id: int | None = None,
    product_id: int | None = None,
    after: str | None = None,
    size: int = 10,
) -> Page[Any]:
    """Return rows of text, signature and product's name, the newest first.

    Those about a product, or all of a vendor; what `actor` may see of them.
    """
    column = OfficialText.vendor_id if product_id is None else OfficialText.product_id
    wanted: list[Any] = [OfficialText, RepClaim, Product]
    return keyset_page(
        sa.select(*wanted)
        .join(RepClaim, RepClaim.id == OfficialText.claim_id)
        .outerjoin(Product, Product.id == OfficialText.product_id)
        .options(defer(OfficialText.source))
        .where(
            column == (vendor_id if product_id is None else product_id),
            OfficialText.kind == OfficialKind.STATEMENT,
            access.visible_texts(actor, voice),
        ),
        order=(OfficialText.created_at.desc(), OfficialText.id.desc()),
        after=after,
        size=size,
    )
