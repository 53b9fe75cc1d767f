"""Tables of what people asked for about their own data: an export, or that all goes."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Base, CreatedAt, IntPk, PublicId, StrEnumType


class ExportState(StrEnum):
    WAITING = "waiting"
    """A job makes it."""
    READY = "ready"


class AccountExport(Base):
    """A file with everything of one member; its key lies here under seal."""

    __tablename__ = "account_export"
    __table_args__ = (
        sa.Index(None, "user_id", "id"),
        sa.Index(None, "created_at"),
        sa.CheckConstraint(
            "(file_name IS NULL) = (sealed_key IS NULL)", name="file_has_its_key"
        ),
        sa.CheckConstraint(
            "(state = 'ready') = (file_name IS NOT NULL)", name="ready_has_a_file"
        ),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"))
    state: Mapped[ExportState] = mapped_column(
        StrEnumType(ExportState), default=ExportState.WAITING
    )
    file_name: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    sealed_key: Mapped[str | None] = mapped_column(sa.String(300))
    size: Mapped[int] = mapped_column(default=0)
    """Bytes of the file."""
    created_at: Mapped[CreatedAt]


class AccountErasure(Base):
    """Somebody wants their account to go; nothing happens before `due_at`."""

    __tablename__ = "account_erasure"
    __table_args__ = (sa.Index(None, "due_at"),)

    id: Mapped[IntPk]
    user_id: Mapped[int] = mapped_column(
        sa.ForeignKey("user.id", ondelete="CASCADE"), unique=True
    )
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    """Of the link by which they change their mind."""
    leave_texts: Mapped[bool]
    created_at: Mapped[CreatedAt]
    due_at: Mapped[datetime]
