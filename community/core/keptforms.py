"""What somebody is writing over what there is, or as a review or a reply: kept as they type.

A row tells neither whose it is nor where it stands: of an anonymous post, a draft beside
those of others would tell who wrote that. Both are names by a key, the rest is sealed.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import request
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
from community.core.sealing import pseudonym, seal, unseal
from community.core.stash import typed_fields
from community.core.web import current_actor

KEPT = timedelta(days=180)
MOST = 50
PLACE_LENGTH = 500
_MOST_BYTES = 200_000
_SEALED, _OWNER, _PLACE = "kept.fields", "kept.owner", "kept.place"
_KEPT = "Kept as a draft."
_TEXTS = ("title", "body", "good", "bad")
_ELSEWHERE = (
    "This was sent, or written otherwise, in another window: what you write here is not "
    "kept as a draft."
)


class KeptForm(Base):
    """One form that a member has begun and not sent, by the address that it stands at."""

    __tablename__ = "kept_form"
    __table_args__ = (
        sa.UniqueConstraint("place_key"),
        sa.Index(None, "owner_key", "saved_at", "id"),
        sa.Index(None, "saved_at"),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    owner_key: Mapped[str] = mapped_column(sa.String(64))
    place_key: Mapped[str] = mapped_column(sa.String(64))
    """Of the member and the address together."""
    fields: Mapped[str] = mapped_column(sa.Text)
    """What it is, where it stands, and pairs of name and value: under a seal."""
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[CreatedAt]


@dataclass(frozen=True)
class Found:
    """What was kept of a form: its values, and which draft that is."""

    public_id: str
    what: str
    place: str
    version: int
    saved_at: datetime
    values: MultiDict[str, str]

    @property
    def text(self) -> str:
        """What was typed as text, for reading it in a list."""
        texts = [self.values.get(name, "") for name in _TEXTS]
        return "\n\n".join(text for text in texts if text.strip())


def here() -> str:
    """Return the address of the form that was asked for or sent."""
    return request.full_path.rstrip("?")


def owner_key(user_id: int) -> str:
    """Return what all drafts of a member have in common."""
    return pseudonym(_OWNER, str(user_id))


def find_kept() -> Found | None:
    """Return what the actor has begun here, if anything."""
    row = _find(here())
    return None if row is None else _opened(row)


def keep(what: str, seen: int) -> tuple[str, int]:
    """Keep what was typed over version `seen` of it, 0 for none.

    Returns what to tell, and the version that is kept now; `seen` where nothing was.
    Nothing is lost unseen: what another window kept stays, and what was sent or deleted
    meanwhile does not come back.
    """
    user_id, place = current_actor().user_id, here()
    fields = json.dumps({"what": what, "place": place, "values": typed_fields()})
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
    elif _count() >= MOST:
        return f"You have {MOST} of these drafts: this one is not kept.", seen
    else:
        first = {
            "public_id": new_public_id(),
            "owner_key": owner_key(user_id),
            "place_key": _place_key(user_id, place),
            "fields": sealed,
            "version": 1,
            "saved_at": clock.now(),
        }
        written = insert_ignore(KeptForm, [first]) > 0
    return (_KEPT, seen + 1) if written else (_ELSEWHERE, seen)


def forget_kept() -> None:
    """Forget what was kept of the form that has now been sent."""
    row = _find(here())
    if row is not None:
        db.session.delete(row)


def list_kept() -> list[Found]:
    """Return what the actor has begun, the latest first: so many at most."""
    order = (KeptForm.saved_at.desc(), KeptForm.id.desc())
    found = sa.select(KeptForm).where(_own()).order_by(*order).limit(MOST)
    return [_opened(one) for one in db.session.scalars(found)]


def delete_kept(public_id: str) -> str:
    """Forget one of the actor's; return the address that its form stands at."""
    row = db.session.scalar(
        sa.select(KeptForm).where(_own(), KeptForm.public_id == public_id)
    )
    if row is None:
        raise NotFound("You have no such draft.")
    db.session.delete(row)
    return _opened(row).place


def forget_old() -> None:
    """Forget what nobody has gone on with; a periodic job calls it."""
    changed(sa.delete(KeptForm).where(KeptForm.saved_at < clock.now() - KEPT))


def told_of(user_id: int) -> list[dict[str, Any]]:
    """Return the rows of one member, for their export."""
    own = KeptForm.owner_key == owner_key(user_id)
    found = sa.select(KeptForm).where(own).order_by(KeptForm.id)
    return [
        {
            "what": one.what,
            "place": one.place,
            "saved_at": one.saved_at,
            "fields": dict(one.values),
        }
        for one in map(_opened, db.session.scalars(found))
    ]


def _count() -> int:
    return db.session.scalar(sa.select(sa.func.count()).where(_own())) or 0


def _own() -> sa.ColumnElement[bool]:
    user_id = current_actor().user_id
    return sa.false() if user_id is None else KeptForm.owner_key == owner_key(user_id)


def _place_key(user_id: int, place: str) -> str:
    return pseudonym(_PLACE, f"{user_id} {place}")


def _find(place: str) -> KeptForm | None:
    user_id = current_actor().user_id
    if user_id is None:
        return None
    key = _place_key(user_id, place)
    return db.session.scalar(sa.select(KeptForm).where(KeptForm.place_key == key))


def _opened(row: KeptForm) -> Found:
    told = json.loads(unseal(_SEALED, row.fields))
    return Found(
        public_id=row.public_id,
        what=told["what"],
        place=told["place"],
        version=row.version,
        saved_at=row.saved_at,
        values=MultiDict([(str(name), str(value)) for name, value in told["values"]]),
    )
