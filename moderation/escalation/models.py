"""The table of what moderators say to each other about a case."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Base, CreatedAt, IntPk

WORDS_LENGTH = 1_000


class CaseReply(Base):
    """What a moderator wrote about a case for the others; nobody else reads it."""

    __tablename__ = "case_reply"
    __table_args__ = (sa.Index(None, "case_id", "id"),)

    id: Mapped[IntPk]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("moderation_case.id"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    text: Mapped[str] = mapped_column(sa.String(WORDS_LENGTH))
    created_at: Mapped[CreatedAt]
