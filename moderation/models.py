"""The audit's table: rows are added, each with the hash of the one before, never changed.

There is no foreign key: what is written here outlives whom and what it speaks of.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Base

SUBJECT_LENGTH = 200
SHA256_HEX = 64


class AuditRow(Base):
    """Who used a power over others, on what, and why."""

    __tablename__ = "audit_row"

    number: Mapped[int] = mapped_column(
        sa.Integer, primary_key=True, autoincrement=False
    )
    """1, 2, 3, …: a number that is missing shows."""
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    role: Mapped[str] = mapped_column(sa.String(32))
    action: Mapped[str] = mapped_column(sa.String(64))
    subject: Mapped[str] = mapped_column(sa.String(SUBJECT_LENGTH))
    reason: Mapped[str] = mapped_column(sa.Text)
    previous_hash: Mapped[str] = mapped_column(sa.String(SHA256_HEX), unique=True)
    """Unique, so that the chain cannot fork whatever the writers do."""
    hash: Mapped[str] = mapped_column(sa.String(SHA256_HEX))
