"""The tables of search: what waits to be indexed, and which index belongs to the data."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Base, CreatedAt, IntPk


class OutboxRow(Base):
    """Something changed and the index does not know yet.

    Rows are deleted by their ids once the index has them, never by a high-water
    mark: on PostgreSQL a lower id can be committed after a higher one. While an index
    is being built beside the serving one, rows that the serving one has are kept,
    `is_indexed`, and played back into the new one before it takes over.
    """

    __tablename__ = "search_outbox"
    __table_args__ = (sa.Index("ix_search_outbox_is_indexed_id", "is_indexed", "id"),)

    id: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(sa.String(32))
    object_id: Mapped[int]
    attempts: Mapped[int] = mapped_column(default=0)
    is_indexed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[CreatedAt]


class SearchGap(Base):
    """A search that found nothing, and how many people it failed; never who.

    Its words are kept only once several people looked for them: until then there is a
    keyed hash, of which nobody reads what one person had in mind.
    """

    __tablename__ = "search_gap"
    __table_args__ = (sa.Index(None, "askers", "last_on", "id"),)

    id: Mapped[IntPk]
    words_key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    words: Mapped[str] = mapped_column(sa.String(256), default="")
    askers: Mapped[int] = mapped_column(default=0)
    last_on: Mapped[date] = mapped_column(index=True)


class SearchGapAsker(Base):
    """That somebody was counted, under a name that is another for each gap and month."""

    __tablename__ = "search_gap_asker"

    gap_id: Mapped[int] = mapped_column(
        sa.ForeignKey("search_gap.id", ondelete="CASCADE"), primary_key=True
    )
    asker_key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)


class SearchState(Base):
    """One row: which generation of the index was built from this database, and when.

    An index that says another number, restored or left over, is not trusted.
    """

    __tablename__ = "search_state"

    id: Mapped[IntPk]
    engine: Mapped[str] = mapped_column(sa.String(32))
    generation: Mapped[int] = mapped_column(default=0)
    building: Mapped[int | None]
    built_at: Mapped[datetime | None]
