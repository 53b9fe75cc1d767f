"""Notes as others may read them one day: redacted, and never the words that were typed."""

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm import relationship as related

from community.core.actors import Role
from community.core.db import Base, IntPk, PublicId, StrEnumType
from community.deals.contestable import Contestable
from community.deals.models import Deal
from community.deals.notes.kinds import NoteState


class DealNote(Contestable, Base):
    """A deal's note after redaction, for a moderator; another one when it is changed.

    No row says who wrote it or when: the deal's own note holds what was typed, for its
    author alone.
    """

    __tablename__ = "deal_note"
    __table_args__ = (
        Index(None, "state", "id"),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_role IS NULL)", name="decided_or_waiting"
        ),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    deal_id: Mapped[int] = mapped_column(
        ForeignKey("deal.id", ondelete="CASCADE"), unique=True
    )
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[NoteState] = mapped_column(
        StrEnumType(NoteState), default=NoteState.WAITING
    )
    decided_role: Mapped[Role | None] = mapped_column(StrEnumType(Role))

    deal: Mapped[Deal] = related()
