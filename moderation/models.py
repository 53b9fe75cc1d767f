"""Tables of flags, cases and actions, and the audit: rows are added there, never changed.

The audit has no foreign key: what is written there outlives whom and what it speaks of.
"""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import (
    Base,
    CreatedAt,
    IntPk,
    Json,
    PublicId,
    StrEnumType,
)
from moderation.kinds import ActionKind, CaseState, Outcome, Reason

SUBJECT_LENGTH = 200
SHA256_HEX = 64
TITLE_LENGTH = 320
SLUG_LENGTH, NAME_LENGTH = 100, 200
FACTS_LENGTH = 500
RULE_LENGTH = 200


class AuditRow(Base):
    """Who used a power over others, on what, and why."""

    __tablename__ = "audit_row"
    __table_args__ = (sa.Index(None, "action", "at"),)

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


class AuditHead(Base):
    """The last row of the audit on one day, as everybody may note it; never changed."""

    __tablename__ = "audit_head"

    id: Mapped[IntPk]
    day: Mapped[date] = mapped_column(unique=True)
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(sa.String(SHA256_HEX))
    published_at: Mapped[datetime]


_IS_OPEN = sa.text("state = 'open'")


class Case(Base):
    """All flags on one thing, until a moderator decides; one is open for each at most."""

    __tablename__ = "moderation_case"
    __table_args__ = (
        sa.Index(
            "uq_moderation_case_open_kind_object_id",
            "kind",
            "object_id",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
        sa.Index(None, "state", "rank", "opened_at", "id"),
        sa.Index(None, "state", "kind", "rank", "opened_at", "id"),
        sa.Index(None, "state", "reason", "rank", "opened_at", "id"),
        sa.Index(None, "state", "rule", "rank", "opened_at", "id"),
        sa.Index(None, "state", "vendor", "rank", "opened_at", "id"),
        sa.Index(None, "state", "category_id", "rank", "opened_at", "id"),
        sa.Index(None, "state", "due_at", "id"),
        sa.Index(None, "state", "escalated_at", "id"),
        sa.Index(None, "claimed_by_id", "state", "rank", "opened_at", "id"),
        sa.Index(None, "author_id", "id"),
        sa.Index(None, "kind", "object_id"),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    kind: Mapped[str] = mapped_column(sa.String(32))
    object_id: Mapped[int]
    """The row of the table that `kind` names; without a foreign key, being of several."""
    item_id: Mapped[str] = mapped_column(sa.String(24))
    """Its public id."""
    title: Mapped[str] = mapped_column(sa.String(TITLE_LENGTH))
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    """Nobody, where it stands under an alias."""
    vendor: Mapped[str] = mapped_column(sa.String(SLUG_LENGTH), default="")
    product: Mapped[str] = mapped_column(sa.String(SLUG_LENGTH), default="")
    """Slugs of what it is about, when it was reported first."""
    subject: Mapped[str] = mapped_column(sa.String(NAME_LENGTH), default="")
    category_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("category.id"), index=True
    )
    """What it belongs to, as scopes.refile() found it last; none for many things."""
    snapshot: Mapped[str] = mapped_column(sa.Text)
    """Its words when it was flagged first."""
    snapshot_version: Mapped[int]
    state: Mapped[CaseState] = mapped_column(
        StrEnumType(CaseState), default=CaseState.OPEN
    )
    version: Mapped[int] = mapped_column(default=1)
    """Raised by each step: whoever decides must have seen the latest."""
    score: Mapped[float] = mapped_column(sa.Double, default=0.0)
    harm: Mapped[int] = mapped_column(sa.SmallInteger, default=0)
    rank: Mapped[int] = mapped_column(default=0)
    """What scoring.rank() says: the lowest comes first."""
    reason: Mapped[Reason | None] = mapped_column(StrEnumType(Reason))
    """The gravest that somebody or some rule gave."""
    rule: Mapped[str | None] = mapped_column(sa.String(32))
    """The rule of screening that found something first."""
    flag_count: Mapped[int] = mapped_column(default=0)
    by_vendor_only: Mapped[bool] = mapped_column(default=True)
    """Whether nobody but a vendor's people asked, or somebody without an account.

    Hiding takes four eyes then, and wherever a vendor asked: see asked.by_vendor().
    """
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    claimed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    claimed_until: Mapped[datetime | None]
    proposed_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("user.id"), index=True
    )
    escalated_at: Mapped[datetime | None]
    """Since when another moderator is asked to look at it."""
    escalated_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("user.id"), index=True
    )


class ModeratorScope(Base):
    """A category that somebody moderates; who has none works in all of them."""

    __tablename__ = "moderator_scope"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), primary_key=True)
    category_id: Mapped[int] = mapped_column(
        sa.ForeignKey("category.id"), primary_key=True, index=True
    )


_IS_REQUEST = sa.text("of_the_vendor OR reason = 'illegal'")


class Flag(Base):
    """Why somebody thinks that a version of something breaks a rule; never deleted."""

    __tablename__ = "flag"
    __table_args__ = (
        sa.UniqueConstraint(
            "reporter_id", "kind", "object_id", "item_version", "reason"
        ),
        sa.Index(None, "case_id", "id"),
        sa.Index(None, "reporter_id", "id"),
        sa.Index(
            "ix_flag_request_id",
            "id",
            sqlite_where=_IS_REQUEST,
            postgresql_where=_IS_REQUEST,
        ),
    )

    id: Mapped[IntPk]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("moderation_case.id"))
    kind: Mapped[str] = mapped_column(sa.String(32))
    object_id: Mapped[int]
    item_version: Mapped[int]
    reporter_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    """Nobody, for a legal notice without an account: notices.senders knows whose."""
    reason: Mapped[Reason] = mapped_column(StrEnumType(Reason))
    said: Mapped[list[list[str]]] = mapped_column(Json)
    """Pairs of a question and its answer; moderators alone read them."""
    weight: Mapped[float] = mapped_column(sa.Double)
    of_the_vendor: Mapped[bool]
    """Whether who sent it is of the vendor that it is about, or speaks for a rival."""
    outcome: Mapped[Outcome] = mapped_column(StrEnumType(Outcome), default=Outcome.OPEN)
    created_at: Mapped[CreatedAt]


class Action(Base):
    """What was done about a case, and why: a line of the public log."""

    __tablename__ = "moderation_action"
    __table_args__ = (
        sa.Index(None, "case_id", "id"),
        sa.Index(None, "reason", "id"),
        sa.Index(None, "kind", "id"),
        sa.Index(None, "rule", "id"),
        sa.Index(None, "moderator_id", "id"),
        sa.Index(None, "created_at", "id"),
        sa.CheckConstraint(
            "(moderator_id IS NULL) = automated", name="somebody_or_automated"
        ),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("moderation_case.id"))
    kind: Mapped[ActionKind] = mapped_column(StrEnumType(ActionKind, "action_kind"))
    reason: Mapped[Reason | None] = mapped_column(StrEnumType(Reason))
    """None for an approval: no rule is broken."""
    facts: Mapped[str] = mapped_column(sa.String(FACTS_LENGTH))
    """What was found; its author reads it, the public log does not show it."""
    rule: Mapped[str] = mapped_column(sa.String(RULE_LENGTH))
    """The house rule or the law that it rests on."""
    automated: Mapped[bool]
    moderator_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    created_at: Mapped[CreatedAt]
    undone_at: Mapped[datetime | None]
    kept: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """What undoing needs; words that were taken out go when it is too late for that."""
