"""Tables of what was decided about people: measures, and moderators' notes."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Base, CreatedAt, IntPk, Json, StrEnumType

NOTE_LENGTH = 1_000


class MeasureKind(StrEnum):
    WARNED = "warned"
    """Nothing can be posted until its reader has confirmed it."""
    LIMITED = "limited"
    """Single rights are gone for a time."""
    SUSPENDED = "suspended"
    """Nothing can be posted; reading, one's own account and redress stay open."""


class Measure(Base):
    """What a moderator's decision about a member forbids, and until when."""

    __tablename__ = "measure"
    __table_args__ = (
        sa.Index(None, "user_id", "id"),
        sa.CheckConstraint("kind <> 'limited' OR until IS NOT NULL", name="limits_end"),
    )

    id: Mapped[IntPk]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    action_id: Mapped[int] = mapped_column(
        sa.ForeignKey("moderation_action.id"), unique=True
    )
    kind: Mapped[MeasureKind] = mapped_column(StrEnumType(MeasureKind))
    rights: Mapped[list[str]] = mapped_column(Json)
    """Which are gone, for a limit."""
    until: Mapped[datetime | None]
    """For good, or until it is confirmed, where there is none."""
    lifted_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]


class PersonNote(Base):
    """What a moderator wrote down about a member for the others; nobody else reads it."""

    __tablename__ = "person_note"
    __table_args__ = (sa.Index(None, "user_id", "id"),)

    id: Mapped[IntPk]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    text: Mapped[str] = mapped_column(sa.String(NOTE_LENGTH))
    created_at: Mapped[CreatedAt]
