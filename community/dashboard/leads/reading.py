"""Finding consents: one's own, and for the host all of them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from community.accounts.models import User
from community.core.actors import Actor
from community.core.db import db
from community.core.paging import Page, keyset_page
from community.core.settings import get_settings
from community.dashboard.leadkinds import PURPOSE_LABELS
from community.dashboard.leadlinks import link_path
from community.dashboard.models import Lead, Offer

LIST_SIZE = 50
COLUMNS = (
    *("Id", "Purpose", "Handle", "Name", "Mail", "Agreed to", "Hash of the words"),
    *("Given at", "Withdrawn at", "Version of the words", "Proven at", "Offer"),
    "Withdrawn by this link",
)


def list_own(actor: Actor) -> list[tuple[Lead, str]]:
    """Return one's own consents, the latest first, each with what it was given for.

    Those by an offer's mail are one's own as long as that is the account's address.
    """
    own = (
        sa.select(Lead, Offer.title)
        .outerjoin(Offer, Offer.id == Lead.offer_id)
        .where(is_own(actor))
        .order_by(Lead.id.desc())
        .limit(LIST_SIZE)
    )
    return [
        (lead, title or PURPOSE_LABELS[lead.purpose])
        for lead, title in db.session.execute(own)
    ]


def is_own(actor: Actor) -> sa.ColumnElement[bool]:
    """Match what a member gave, and what stands under the address that they proved."""
    theirs = sa.select(User.email).where(
        User.id == actor.user_id, User.email_proven_at.is_not(None)
    )
    return sa.or_(Lead.user_id == actor.user_id, Lead.mail == theirs.scalar_subquery())


def list_leads(after: str | None) -> Page[Any]:
    """Return who asked to be contacted, the latest first, with handle and offer.

    Whoever came by an offer gave an address and not the account: no handle is told.
    """
    return keyset_page(_all(), order=(Lead.id.desc(),), after=after, size=LIST_SIZE)


def rows_for_export() -> Iterator[tuple[str, ...]]:
    """Yield the rows under COLUMNS; times are UTC, "" where there is nothing (any more)."""
    base = get_settings().base_url
    for lead, handle, title in db.session.execute(_all().order_by(Lead.id)):
        gone = lead.withdrawn_at is not None
        by_link = lead.offer_id is not None and not gone
        yield (
            lead.public_id,
            PURPOSE_LABELS[lead.purpose],
            "" if gone else handle or "",
            lead.name,
            lead.mail,
            lead.words,
            lead.words_hash,
            _stamp(lead.given_at),
            _stamp(lead.withdrawn_at),
            lead.words_version,
            _stamp(lead.proven_at),
            title or "",
            f"{base}{link_path(lead.public_id)}" if by_link else "",
        )


def _stamp(at: datetime | None) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}" if at else ""


def _all() -> sa.Select[Any]:
    columns: list[Any] = [Lead, User.handle, Offer.title]
    asked_as_member = sa.and_(User.id == Lead.user_id, Lead.offer_id.is_(None))
    return (
        sa.select(*columns)
        .outerjoin(User, asked_as_member)
        .outerjoin(Offer, Offer.id == Lead.offer_id)
    )
