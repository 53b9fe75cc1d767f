"""Finding consents: one's own, and for the host all of them."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from community.accounts.models import User
from community.core.actors import Actor
from community.core.db import db
from community.core.paging import Page, keyset_page
from community.dashboard.leadkinds import PURPOSE_LABELS
from community.dashboard.models import Lead

LIST_SIZE = 50
COLUMNS = (
    *("Id", "Purpose", "Handle", "Name", "Mail", "Agreed to", "Hash of the words"),
    *("Given at", "Withdrawn at"),
)


def list_own(actor: Actor) -> list[Lead]:
    """Return one's own consents, the latest first."""
    own = sa.select(Lead).where(Lead.user_id == actor.user_id)
    return list(db.session.scalars(own.order_by(Lead.id.desc()).limit(LIST_SIZE)))


def list_leads(after: str | None) -> Page[Any]:
    """Return who asked to be contacted, the latest first, with their handles."""
    return keyset_page(_all(), order=(Lead.id.desc(),), after=after, size=LIST_SIZE)


def rows_for_export() -> Iterator[tuple[str, ...]]:
    for lead, handle in db.session.execute(_all().order_by(Lead.id)):
        withdrawn = lead.withdrawn_at
        yield (
            lead.public_id,
            PURPOSE_LABELS[lead.purpose],
            "" if withdrawn else handle,
            lead.name,
            lead.mail,
            lead.words,
            lead.words_hash,
            f"{lead.given_at:%Y-%m-%dT%H:%M:%SZ}",
            f"{withdrawn:%Y-%m-%dT%H:%M:%SZ}" if withdrawn else "",
        )


def _all() -> sa.Select[Any]:
    columns: list[Any] = [Lead, User.handle]
    return sa.select(*columns).join(User, User.id == Lead.user_id)
