"""Tables of the import of members: its runs, and who is to be invited yet."""

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Base, CreatedAt, IntPk, Json, PublicId, StrEnumType
from community.dashboard.memberkinds import FAILURE_LENGTH, Basis, MemberRunState


class MemberRun(Base):
    """One file of members: how far it was read, and what was counted."""

    __tablename__ = "member_run"

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    state: Mapped[MemberRunState] = mapped_column(
        StrEnumType(MemberRunState), default=MemberRunState.CHECKING
    )
    archive: Mapped[str] = mapped_column(sa.String(40))
    """Short name of the archive of threads that its authors stand in."""
    basis: Mapped[Basis | None] = mapped_column(StrEnumType(Basis))
    invites: Mapped[bool] = mapped_column(default=False)
    rows_done: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, int]] = mapped_column(Json, default=dict)
    """How many rows came to which outcome."""
    preview: Mapped[list[list[str]]] = mapped_column(Json, default=list)
    """[[line, outcome, reason], …] of the first rows; no address."""
    outcome_bytes: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str] = mapped_column(sa.String(FAILURE_LENGTH), default="")
    created_at: Mapped[CreatedAt]


class MemberInvitation(Base):
    """A member who was moved here and is to be invited yet."""

    __tablename__ = "member_invitation"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    basis: Mapped[Basis] = mapped_column(StrEnumType(Basis))
