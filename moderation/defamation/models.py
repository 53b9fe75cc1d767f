"""The table of notices of complaint under the Defamation Act 2013 (England and Wales)."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Base, PublicId, StrEnumType
from moderation.defamation.kinds import Stage, Why

EARLIER_LENGTH = 200


class Complaint(Base):
    """What a legal notice is besides, when it follows section 5 (6) of that Act."""

    __tablename__ = "defamation_complaint"

    notice_id: Mapped[int] = mapped_column(
        sa.ForeignKey("legal_notice.id"), primary_key=True
    )
    public_id: Mapped[PublicId]
    """Of the page on which who posted it answers."""
    stage: Mapped[Stage] = mapped_column(
        StrEnumType(Stage, "complaint_stage"), default=Stage.RECEIVED
    )
    passes_name: Mapped[bool]
    passes_email: Mapped[bool]
    """What of the complainant who posted it may learn."""
    earlier: Mapped[str] = mapped_column(sa.String(EARLIER_LENGTH))
    """Numbers of notices about the same, as the complainant named them."""
    tell_by: Mapped[datetime]
    told_at: Mapped[datetime | None]
    answer_by: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    passes_answer: Mapped[bool | None]
    """Whether the complainant may learn who posted it."""
    sealed_answer: Mapped[str | None] = mapped_column(sa.Text)
    """Name and postal address of who posted it, and stands by it."""
    why: Mapped[Why | None] = mapped_column(StrEnumType(Why, "complaint_why"))
    remove_by: Mapped[datetime | None]
    held_at: Mapped[datetime | None]
    """When a program took it away, because nobody had."""
