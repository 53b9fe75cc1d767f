"""What somebody is writing over what there is, or as a review or a reply: kept as they type.

For texts under one's own name alone: a row has its member's id. What may become an
anonymous post is kept by threads, which knows no member of it.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import request
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import MultiDict

from community.core import clock
from community.core.db import (
    Base,
    CreatedAt,
    IntPk,
    PublicId,
    changed,
    db,
    insert_ignore,
    new_public_id,
)
from community.core.errors import NotFound
from community.core.sealing import seal, unseal
from community.core.stash import typed_fields
from community.core.web import current_actor

KEPT = timedelta(days=180)
MOST = 50
PLACE_LENGTH, WHAT_LENGTH = 500, 80
_MOST_BYTES = 200_000
_SEALED = "kept.fields"
_ELSEWHERE = (
    "This was sent, or written otherwise, in another window: what you write here is not "
    "kept as a draft."
)


class KeptForm(Base):
    """One form that a member has begun and not sent, by the address that it stands at."""

    __tablename__ = "kept_form"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "place"),
        sa.Index(None, "user_id", "saved_at", "id"),
        sa.Index(None, "saved_at"),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    place: Mapped[str] = mapped_column(sa.String(PLACE_LENGTH))
    what: Mapped[str] = mapped_column(sa.String(WHAT_LENGTH))
    fields: Mapped[str] = mapped_column(sa.Text)
    """Pairs of name and value, under a seal: nobody has published them yet."""
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[CreatedAt]


@dataclass(frozen=True)
class Found:
    """What was kept of a form: its values, and which draft that is."""

    public_id: str
    version: int
    saved_at: datetime
    values: MultiDict[str, str]


def here() -> str:
    """Return the address of the form that was asked for or sent."""
    return request.full_path.rstrip("?")


def find_kept() -> Found | None:
    """Return what the actor has begun here, if anything."""
    row = _find(here())
    if row is None:
        return None
    return Found(row.public_id, row.version, row.saved_at, MultiDict(_values(row)))


def keep(what: str, seen: int) -> tuple[str, int]:
    """Keep what was typed over version `seen` of it, 0 for none.

    Returns what to tell, and the version that is kept now. Nothing is lost unseen: what
    another window kept stays, and what was sent or deleted meanwhile does not come back.
    """
    user_id, place = current_actor().user_id, here()
    fields = json.dumps(typed_fields())
    if user_id is None or len(place) > PLACE_LENGTH or len(fields) > _MOST_BYTES:
        return "", seen
    row = _find(place)
    if (0 if row is None else row.version) != seen:
        return _ELSEWHERE, seen
    sealed = seal(_SEALED, fields)
    if row is not None:
        written = changed(
            sa.update(KeptForm)
            .where(KeptForm.id == row.id, KeptForm.version == seen)
            .values(fields=sealed, version=seen + 1, saved_at=clock.now())
        )
    elif len(list_kept()) >= MOST:
        return f"You have {MOST} of these drafts: this one is not kept.", seen
    else:
        first = {
            "public_id": new_public_id(),
            "user_id": user_id,
            "place": place,
            "what": what,
            "fields": sealed,
            "version": 1,
            "saved_at": clock.now(),
        }
        written = insert_ignore(KeptForm, [first]) > 0
    return ("Kept as a draft.", seen + 1) if written else (_ELSEWHERE, seen)


def forget_kept() -> None:
    """Forget what was kept of the form that has now been sent."""
    changed(sa.delete(KeptForm).where(_own(), KeptForm.place == here()))


def list_kept() -> list[KeptForm]:
    """Return what the actor has begun, the latest first: so many at most."""
    order = (KeptForm.saved_at.desc(), KeptForm.id.desc())
    found = sa.select(KeptForm).where(_own()).order_by(*order).limit(MOST)
    return list(db.session.scalars(found))


def delete_kept(public_id: str) -> str:
    """Forget one of the actor's; return the address that its form stands at."""
    row = db.session.scalar(
        sa.select(KeptForm).where(_own(), KeptForm.public_id == public_id)
    )
    if row is None:
        raise NotFound("You have no such draft.")
    db.session.delete(row)
    return row.place


def forget_old() -> None:
    """Forget what nobody has gone on with; a periodic job calls it."""
    changed(sa.delete(KeptForm).where(KeptForm.saved_at < clock.now() - KEPT))


def told_of(user_id: int) -> list[dict[str, Any]]:
    """Return the rows of one member, for their export."""
    rows = sa.select(KeptForm).where(KeptForm.user_id == user_id).order_by(KeptForm.id)
    return [
        {
            "what": one.what,
            "place": one.place,
            "saved_at": one.saved_at,
            "fields": dict(_values(one)),
        }
        for one in db.session.scalars(rows)
    ]


def _own() -> sa.ColumnElement[bool]:
    return KeptForm.user_id == current_actor().user_id


def _find(place: str) -> KeptForm | None:
    if current_actor().user_id is None:
        return None
    return db.session.scalar(sa.select(KeptForm).where(_own(), KeptForm.place == place))


def _values(row: KeptForm) -> list[tuple[str, str]]:
    pairs = json.loads(unseal(_SEALED, row.fields))
    return [(str(name), str(value)) for name, value in pairs]
