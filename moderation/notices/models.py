"""The table of legal notices: what the law asks us to confirm, and when we answered."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Base, IntPk

NUMBER_LENGTH = 12


class Notice(Base):
    """A flag that is a notice of Article 16 of the DSA: its number and its clock."""

    __tablename__ = "legal_notice"

    id: Mapped[IntPk]
    number: Mapped[str] = mapped_column(sa.String(NUMBER_LENGTH), unique=True)
    """What its receipt calls it: random, so that nobody counts them."""
    flag_id: Mapped[int] = mapped_column(sa.ForeignKey("flag.id"), unique=True)
    received_at: Mapped[datetime]
    due_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    """When it was decided for good: its notifier has been told then."""
