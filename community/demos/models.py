"""Tables of events: what is announced, who registered, and what changed since.

What organisers see of those who registered stands in the columns `shown_…` and nowhere
else: whatever was not revealed is not in the row, and the row goes with the registration.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from community.accounts.traits import PublicSize, Region
from community.core.db import Base, CreatedAt, IntPk, PublicId, StrEnumType
from community.core.visibility import State
from community.core.zones import MAX_ZONE
from community.demos.kinds import Change, DemoKind, Stage
from community.requests.kinds import Reveals
from community.requests.models import NAME_LENGTH

TITLE_LENGTH = 150
LINK_LENGTH = 500
MOST_SEATS = 1_000


class Demo(Base):
    """An open demo or a webinar that a vendor's representative or the host announced."""

    __tablename__ = "demo"
    __table_args__ = (
        sa.Index(None, "state", "ends_at", "starts_at", "id"),
        sa.Index(None, "state", "starts_at", "id"),
        sa.Index(None, "stage", "ends_at"),
        sa.Index(None, "stage", "starts_at"),
        sa.Index(None, "vendor_id", "ends_at"),
        sa.Index(None, "product_id", "ends_at"),
        sa.Index(None, "by_host", "vendor_id", "starts_at", "id"),
        sa.Index(None, "claim_id"),
        sa.Index(None, "host_id"),
        sa.Index(None, "renderer_version"),
        sa.CheckConstraint("by_host = (claim_id IS NULL)", name="vendors_or_hosts"),
        sa.CheckConstraint("by_host OR vendor_id IS NOT NULL", name="whose"),
        sa.CheckConstraint("minutes BETWEEN 1 AND 480", name="some_minutes"),
        sa.CheckConstraint("seats BETWEEN 1 AND 1000", name="some_seats"),
        sa.CheckConstraint("taken >= 0", name="taken"),
        sa.CheckConstraint("ends_at > starts_at", name="ends_later"),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    kind: Mapped[DemoKind] = mapped_column(StrEnumType(DemoKind))
    vendor_id: Mapped[int | None] = mapped_column(ForeignKey("vendor.id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    by_host: Mapped[bool]
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("rep_claim.id"))
    """Whose word it is, where a vendor announced it."""
    host_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL")
    )
    title: Mapped[str] = mapped_column(sa.String(TITLE_LENGTH))
    source: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    renderer_version: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    minutes: Mapped[int] = mapped_column(sa.SmallInteger)
    zone: Mapped[str] = mapped_column(sa.String(MAX_ZONE))
    """On whose clocks it was announced."""
    link: Mapped[str] = mapped_column(sa.String(LINK_LENGTH))
    """Where to join: shown to its organisers and to those who registered, and to nobody else."""
    seats: Mapped[int | None] = mapped_column(sa.SmallInteger)
    taken: Mapped[int] = mapped_column(default=0)
    stage: Mapped[Stage] = mapped_column(StrEnumType(Stage), default=Stage.ANNOUNCED)
    state: Mapped[State] = mapped_column(StrEnumType(State), default=State.PUBLIC)
    """What moderators decided about it."""
    version: Mapped[int] = mapped_column(default=1)
    sequence: Mapped[int] = mapped_column(default=0)
    """How often time or place changed, as calendar programs count it (RFC 5545)."""
    created_at: Mapped[CreatedAt]
    changed_at: Mapped[CreatedAt]


class DemoChange(Base):
    """That an event was moved or cancelled: those who registered are told by it."""

    __tablename__ = "demo_change"
    __table_args__ = (sa.Index(None, "demo_id", "id"),)

    id: Mapped[IntPk]
    demo_id: Mapped[int] = mapped_column(ForeignKey("demo.id", ondelete="CASCADE"))
    change: Mapped[Change] = mapped_column(StrEnumType(Change))
    started_at: Mapped[datetime]
    """When it was to begin before."""
    created_at: Mapped[CreatedAt]


class DemoRegistration(Base):
    """That a buyer takes part, and what the organiser sees of them; gone when taken back."""

    __tablename__ = "demo_registration"
    __table_args__ = (
        sa.UniqueConstraint("demo_id", "user_id"),
        sa.Index(None, "user_id", "id"),
        sa.Index(None, "demo_id", "heard_id", "id"),
        sa.Index(None, "demo_id", "is_reminded", "id"),
        sa.CheckConstraint(
            "reveals <> 'nothing' OR (shown_size IS NULL AND shown_region IS NULL)",
            name="traits_revealed",
        ),
        sa.CheckConstraint(
            "reveals = 'person' OR (shown_name IS NULL AND shown_mail IS NULL)",
            name="person_revealed",
        ),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    """How the organiser's own systems know it again when it is taken back."""
    demo_id: Mapped[int] = mapped_column(ForeignKey("demo.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    reveals: Mapped[Reveals] = mapped_column(StrEnumType(Reveals))
    shown_size: Mapped[PublicSize | None] = mapped_column(StrEnumType(PublicSize))
    shown_region: Mapped[Region | None] = mapped_column(StrEnumType(Region))
    shown_name: Mapped[str | None] = mapped_column(sa.String(NAME_LENGTH))
    shown_mail: Mapped[str | None] = mapped_column(sa.String(254))
    heard_id: Mapped[int] = mapped_column(default=0)
    """Of which change they were told last: nobody hears of one twice."""
    is_reminded: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[CreatedAt]
