"""The table of imports of questions: each file, how far it was read, what was counted."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Base, CreatedAt, IntPk, Json, PublicId, StrEnumType
from community.dashboard.archivekinds import (
    FAILURE_LENGTH,
    FILE_NAME_LENGTH,
    KEY_LENGTH,
    LICENCE_LENGTH,
    LICENCE_URL_LENGTH,
    NAME_LENGTH,
    URL_LENGTH,
    ArchiveState,
)


class ArchiveRun(Base):
    """One file of questions; where it was read up to changes with what came of it."""

    __tablename__ = "archive_run"
    __table_args__ = (Index(None, "created_at", "id"),)

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    state: Mapped[ArchiveState] = mapped_column(
        StrEnumType(ArchiveState), default=ArchiveState.CHECKING
    )
    archive: Mapped[str] = mapped_column(sa.String(KEY_LENGTH))
    """Its short name: under it questions and authors are found again."""
    name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    url: Mapped[str] = mapped_column(sa.String(URL_LENGTH))
    licence: Mapped[str] = mapped_column(sa.String(LICENCE_LENGTH))
    licence_url: Mapped[str] = mapped_column(sa.String(LICENCE_URL_LENGTH))
    file_name: Mapped[str] = mapped_column(sa.String(FILE_NAME_LENGTH))
    file_bytes: Mapped[int] = mapped_column(sa.BigInteger)
    bytes_done: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    lines_done: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, int]] = mapped_column(Json, default=dict)
    preview: Mapped[list[list[str]]] = mapped_column(Json, default=list)
    """[[line, title, author, day, answers], …] of the first questions."""
    problems: Mapped[list[list[str]]] = mapped_column(Json, default=list)
    """[[line, reason], …] of the first lines that were not taken whole."""
    problem_bytes: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    failure: Mapped[str] = mapped_column(sa.String(FAILURE_LENGTH), default="")
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    created_at: Mapped[CreatedAt]
    finished_at: Mapped[datetime | None]
