"""The table of appeals: one for each decision and person."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Base, CreatedAt, IntPk, PublicId, StrEnumType
from moderation.appeals.kinds import AppealState, Side

TEXT_LENGTH = 5_000
_OF_THE_AUTHOR = sa.text("side = 'author'")


class Appeal(Base):
    """Why somebody thinks that a decision is wrong, and what became of that."""

    __tablename__ = "appeal"
    __table_args__ = (
        sa.UniqueConstraint("action_id", "appellant_id"),
        sa.UniqueConstraint("action_id", "notice_id"),
        sa.Index(
            "uq_appeal_action_id_of_author",
            "action_id",
            unique=True,
            sqlite_where=_OF_THE_AUTHOR,
            postgresql_where=_OF_THE_AUTHOR,
        ),
        sa.Index(None, "state", "due_at", "id"),
        sa.Index(None, "appellant_id", "id"),
        sa.CheckConstraint(
            "(appellant_id IS NULL AND notice_id IS NULL) = (side = 'author')",
            name="author_unnamed",
        ),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    action_id: Mapped[int] = mapped_column(sa.ForeignKey("moderation_action.id"))
    side: Mapped[Side] = mapped_column(StrEnumType(Side))
    appellant_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    """Nobody for an author: what they wrote leads to them, or it is under an alias."""
    notice_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("legal_notice.id"), index=True
    )
    """Of whoever reported it without an account."""
    text: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[AppealState] = mapped_column(
        StrEnumType(AppealState), default=AppealState.OPEN
    )
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[CreatedAt]
    due_at: Mapped[datetime]
    claimed_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("user.id"), index=True
    )
    claimed_until: Mapped[datetime | None]
    result_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("moderation_action.id"), index=True
    )
    """The line of the log that says how it ended."""
