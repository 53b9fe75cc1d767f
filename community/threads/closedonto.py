"""The table of questions that were closed onto another: by whom, as what, and until when."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Base, IntPk, StrEnumType


class Closer(StrEnum):
    """As what somebody closed a question, or opened it again."""

    ASKER = "asker"
    MODERATOR = "moderator"
    TRUSTED = "trusted"
    NOBODY = "nobody"
    """It opened by itself: what it was a duplicate of was taken away."""


class DuplicateMark(Base):
    """That a question was closed onto another, and how that ended: its history.

    `closed_by_id` is nobody for who asked: they may stand under an alias.
    """

    __tablename__ = "duplicate_mark"
    __table_args__ = (
        sa.Index(None, "thread_id", "id"),
        sa.CheckConstraint(
            "(opened_at IS NULL) = (opened_as IS NULL)", name="open_or_not"
        ),
    )

    id: Mapped[IntPk]
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    canonical_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), index=True)
    closed_as: Mapped[Closer] = mapped_column(StrEnumType(Closer, "closed_as"))
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    closed_at: Mapped[datetime]
    opened_as: Mapped[Closer | None] = mapped_column(StrEnumType(Closer, "opened_as"))
    opened_at: Mapped[datetime | None]
