"""The table of tokens: of each only a hash, which opens nothing."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from community.api.scopes import LONGEST_LABEL
from community.core.db import Base, CreatedAt, IntPk, Json, PublicId


class ApiToken(Base):
    """What a program of a member's says who it is with; revoked, the row is gone."""

    __tablename__ = "api_token"
    __table_args__ = (sa.Index(None, "user_id", "id"),)

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    label: Mapped[str] = mapped_column(sa.String(LONGEST_LABEL))
    ending: Mapped[str] = mapped_column(sa.String(4))
    """Its last characters, so that its owner tells it from others."""
    scopes: Mapped[Any] = mapped_column(Json)
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
