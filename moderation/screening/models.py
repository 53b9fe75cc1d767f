"""Tables of screening: what rules found, hashes of texts, watched patterns, the filter."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Base, CreatedAt, IntPk, Json, PublicId, StrEnumType
from moderation.screening.facts import Rule
from moderation.screening.patterns import LONGEST, PatternAction

SENTENCE_LENGTH = 600
TOLD_LENGTH = 300


class ScreeningFinding(Base):
    """A sentence of a rule about the thing of a case: once for each sentence."""

    __tablename__ = "screening_finding"
    __table_args__ = (sa.Index(None, "case_id", "id"),)

    id: Mapped[IntPk]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("moderation_case.id"))
    rule: Mapped[Rule] = mapped_column(StrEnumType(Rule))
    sentence: Mapped[str] = mapped_column(sa.String(SENTENCE_LENGTH))
    weight: Mapped[float] = mapped_column(sa.Double)
    links: Mapped[list[list[str]]] = mapped_column(Json)
    created_at: Mapped[CreatedAt]


class TextBand(Base):
    """One of some hashes of a text: texts that share one are compared."""

    __tablename__ = "text_band"
    __table_args__ = (sa.Index(None, "band", "hash"),)

    kind: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    object_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Of the table that `kind` names; without a foreign key, being of several."""
    band: Mapped[int] = mapped_column(
        sa.SmallInteger, primary_key=True, autoincrement=False
    )
    hash: Mapped[int] = mapped_column(sa.BigInteger)


class WatchedPattern(Base):
    """Words that the host has watched for, and what is done about a text with them."""

    __tablename__ = "watched_pattern"
    __table_args__ = (sa.Index(None, "stopped_at", "id"),)

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    words: Mapped[str] = mapped_column(sa.String(LONGEST))
    action: Mapped[PatternAction] = mapped_column(StrEnumType(PatternAction))
    replacement: Mapped[str] = mapped_column(sa.String(LONGEST), default="")
    told: Mapped[str] = mapped_column(sa.String(TOLD_LENGTH))
    """What an author reads whose text is refused or held."""
    version: Mapped[int] = mapped_column(default=1)
    made_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    created_at: Mapped[CreatedAt]
    stopped_at: Mapped[datetime | None]


class SpamLesson(Base):
    """What the filter for advertising learnt last: hashes of features, and their weight."""

    __tablename__ = "spam_lesson"

    id: Mapped[IntPk]
    decisions: Mapped[int]
    """How many of them moderators had made; the others are ours."""
    weights: Mapped[dict[str, float]] = mapped_column(Json)
    threshold: Mapped[float] = mapped_column(sa.Double)
    created_at: Mapped[CreatedAt]
