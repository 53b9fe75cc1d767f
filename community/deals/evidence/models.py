"""What stands behind a deal: the file while it is needed, then its fate and its mark alone.

Like the deal, no row says who sent it or on which day. The file itself is not in here
(vault.py); the row holds its key under seal, so without the row nobody reads the file.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm import relationship as related

from community.core.db import Base, IntPk, PublicId, StrEnumType
from community.deals.evidence.kinds import EvidenceKind, EvidenceState, Rejection
from community.deals.evidence.sniffing import FileType
from community.deals.models import MONTH, Deal

_ACCEPTED = sa.text("state = 'accepted'")


class DealEvidence(Base):
    """One file for one deal; `content_mark` is a keyed digest of what was sent.

    `delete_after` is set with the decision; file name, key and it go with the file.
    """

    __tablename__ = "deal_evidence"
    __table_args__ = (
        Index(None, "state", "id"),
        # The same file can't support two deals, whoever decides at the same moment.
        Index(
            "uq_deal_evidence_accepted_mark",
            "content_mark",
            unique=True,
            sqlite_where=_ACCEPTED,
            postgresql_where=_ACCEPTED,
        ),
        sa.CheckConstraint(
            "(file_name IS NULL) = (sealed_key IS NULL)", name="file_has_its_key"
        ),
        sa.CheckConstraint(
            "state <> 'waiting' OR file_name IS NOT NULL", name="waiting_has_a_file"
        ),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    deal_id: Mapped[int] = mapped_column(
        ForeignKey("deal.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[EvidenceKind] = mapped_column(StrEnumType(EvidenceKind))
    state: Mapped[EvidenceState] = mapped_column(
        StrEnumType(EvidenceState), default=EvidenceState.WAITING
    )
    rejection: Mapped[Rejection | None] = mapped_column(StrEnumType(Rejection))
    month: Mapped[str] = mapped_column(MONTH)
    content_mark: Mapped[str] = mapped_column(String(64), index=True)
    file_type: Mapped[FileType] = mapped_column(StrEnumType(FileType))
    pages: Mapped[int] = mapped_column(sa.SmallInteger)
    file_name: Mapped[str | None] = mapped_column(String(64), unique=True)
    sealed_key: Mapped[str | None] = mapped_column(String(300))
    delete_after: Mapped[datetime | None] = mapped_column(index=True)

    deal: Mapped[Deal] = related()
