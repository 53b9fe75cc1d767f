"""What somebody typed goes from the histories of their rooms; that they did it stays."""

import re

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from community.core.chunks import chunks
from community.core.db import changed, db
from community.rooms.models import RoomStep

TAKEN_OUT = "“[taken out]”"
_TYPED = re.compile("“.*”", re.DOTALL)
"""From the first quotation mark to the last: what was typed may have some of its own."""
_CUT = re.compile("“.*", re.DOTALL)
_OF_TEXTS = ("changed the notes", "wrote down the decision")
"""How steps begin after which a whole text was theirs."""


def forget_typed_by(user_id: int) -> None:
    """Take out what a leaver's steps quote, and texts as they were before and after them."""
    own = RoomStep.actor_id == user_id
    for step in db.session.scalars(sa.select(RoomStep).where(own)):
        # Of a line that was too long the end is gone, and with it the closing mark.
        typed = _CUT if step.words.endswith("…") else _TYPED
        step.words = typed.sub(TAKEN_OUT, step.words)
    db.session.flush()  # what follows is past the ORM
    for kind in _OF_TEXTS:
        _forget_versions(user_id, kind)
    changed(sa.update(RoomStep).where(own).values(before=None))
    db.session.expire_all()


def _forget_versions(user_id: int, kind: str) -> None:
    """Blank what the next step kept of each text that was theirs until then."""
    theirs, later = aliased(RoomStep), aliased(RoomStep)
    until = (
        sa.select(sa.func.min(later.id))
        .where(
            later.room_id == theirs.room_id,
            later.id > theirs.id,
            later.words.startswith(kind, autoescape=True),
            later.before.is_not(None),
        )
        .correlate(theirs)
        .scalar_subquery()
    )
    ids = db.session.scalars(
        sa.select(until).where(
            theirs.actor_id == user_id,
            theirs.words.startswith(kind, autoescape=True),
        )
    ).all()
    kept = sorted({one for one in ids if one is not None})
    for chunk in chunks(kept):
        changed(sa.update(RoomStep).where(RoomStep.id.in_(chunk)).values(before=None))
