"""The tables of legal notices: what we confirm, when we answered, and who sent them."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Base, IntPk

NUMBER_LENGTH = 12
SHA256_HEX = 64


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


class NoticeSender(Base):
    """Who signed a notice, by their own words: under a seal, and forgotten in time."""

    __tablename__ = "notice_sender"

    notice_id: Mapped[int] = mapped_column(
        sa.ForeignKey("legal_notice.id"), primary_key=True
    )
    link_hash: Mapped[str] = mapped_column(sa.String(SHA256_HEX), unique=True)
    """Of the secret in the link that their mails hold."""
    sealed: Mapped[str | None] = mapped_column(sa.Text)
    """Name and address; None where the law lets nobody ask who it was."""
