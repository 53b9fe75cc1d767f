"""Tables of rooms: who is in one, its shortlist, criteria and scores, and what is said."""

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Base, CreatedAt, IntPk, PublicId, StrEnumType
from community.deals.columns import Micro
from community.rooms.kinds import (
    CRITERION_LENGTH,
    LABEL_LENGTH,
    MOST_SCORE,
    MOST_WEIGHT,
    NAME_LENGTH,
    QUOTE_NOTE_LENGTH,
    STEP_LENGTH,
    RoomRole,
)

_SHA256_HEX = 64


class Room(Base):
    """A buying committee's private place; nobody but its people finds it."""

    __tablename__ = "room"
    __table_args__ = (sa.Index(None, "renderer_version"),)

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    notes_source: Mapped[str] = mapped_column(sa.Text, default="")
    notes_html: Mapped[str] = mapped_column(sa.Text, default="")
    renderer_version: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    """Of name and notes: who edits says which one they saw."""
    reached_three: Mapped[bool] = mapped_column(default=False)
    """Whether it ever had three people: that is counted once."""
    created_at: Mapped[CreatedAt]


class RoomMember(Base):
    """One of a room's people; whose account goes is in no room."""

    __tablename__ = "room_member"
    __table_args__ = (sa.UniqueConstraint("room_id", "user_id"),)

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), index=True
    )
    role: Mapped[RoomRole] = mapped_column(StrEnumType(RoomRole))
    joined_at: Mapped[CreatedAt]


class RoomInvitation(Base):
    """A way in that was mailed to one address; it is gone once somebody came by it."""

    __tablename__ = "room_invitation"
    __table_args__ = (
        sa.Index(None, "room_id", "id"),
        sa.Index(None, "expires_at"),
        sa.UniqueConstraint("room_id", "address"),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id", ondelete="CASCADE"))
    address: Mapped[str] = mapped_column(sa.String(254))
    token_hash: Mapped[str] = mapped_column(sa.String(_SHA256_HEX), unique=True)
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[datetime]


class RoomChoice(Base):
    """A product on a room's shortlist."""

    __tablename__ = "room_choice"
    __table_args__ = (sa.UniqueConstraint("room_id", "product_id"),)

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id", ondelete="CASCADE"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    created_at: Mapped[CreatedAt]


class RoomCriterion(Base):
    """What a committee goes by, and how much it weighs against the others."""

    __tablename__ = "room_criterion"
    __table_args__ = (
        sa.UniqueConstraint("room_id", "name"),
        sa.CheckConstraint(f"weight BETWEEN 1 AND {MOST_WEIGHT}", name="some_weight"),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(sa.String(CRITERION_LENGTH))
    weight: Mapped[int] = mapped_column(sa.SmallInteger)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[CreatedAt]


class RoomScore(Base):
    """How one of a room's people finds a product by a criterion; gone when they leave."""

    __tablename__ = "room_score"
    __table_args__ = (
        sa.UniqueConstraint("criterion_id", "choice_id", "member_id"),
        sa.CheckConstraint(f"value BETWEEN 1 AND {MOST_SCORE}", name="some_score"),
    )

    id: Mapped[IntPk]
    criterion_id: Mapped[int] = mapped_column(
        ForeignKey("room_criterion.id", ondelete="CASCADE")
    )
    choice_id: Mapped[int] = mapped_column(
        ForeignKey("room_choice.id", ondelete="CASCADE"), index=True
    )
    member_id: Mapped[int] = mapped_column(
        ForeignKey("room_member.id", ondelete="CASCADE"), index=True
    )
    value: Mapped[int] = mapped_column(sa.SmallInteger)


class RoomComment(Base):
    """What somebody said in a room; it stays when they leave."""

    __tablename__ = "room_comment"
    __table_args__ = (
        sa.Index(None, "room_id", "id"),
        sa.Index(None, "renderer_version"),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id", ondelete="CASCADE"))
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    source: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    renderer_version: Mapped[int]
    created_at: Mapped[CreatedAt]


class RoomStep(Base):
    """One line of a room's history: who did what, and when."""

    __tablename__ = "room_step"
    __table_args__ = (sa.Index(None, "room_id", "id"),)

    id: Mapped[IntPk]
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id", ondelete="CASCADE"))
    actor_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    words: Mapped[str] = mapped_column(sa.String(STEP_LENGTH))
    """What follows the name: “put Arbor Desk on the shortlist”."""
    before: Mapped[str | None] = mapped_column(sa.Text)
    """What a text said before, where one was changed."""
    created_at: Mapped[CreatedAt]


class RoomQuote(Base):
    """What a vendor offered one of a room's people; in no figure of the site."""

    __tablename__ = "room_quote"
    __table_args__ = (
        sa.Index(None, "room_id", "id"),
        sa.CheckConstraint("amount > 0", name="amount_positive"),
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id", ondelete="CASCADE"))
    choice_id: Mapped[int] = mapped_column(
        ForeignKey("room_choice.id", ondelete="CASCADE"), index=True
    )
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    amount: Mapped[Decimal] = mapped_column(Micro)
    """A year, without tax; of what is bought for good, once."""
    currency: Mapped[str] = mapped_column(sa.String(3))
    quantity: Mapped[Decimal | None] = mapped_column(Micro)
    term_months: Mapped[int] = mapped_column(sa.SmallInteger)
    note: Mapped[str] = mapped_column(sa.String(QUOTE_NOTE_LENGTH), default="")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[CreatedAt]


class RoomVote(Base):
    """For which product one of a room's people is; gone when they leave."""

    __tablename__ = "room_vote"

    id: Mapped[IntPk]
    member_id: Mapped[int] = mapped_column(
        ForeignKey("room_member.id", ondelete="CASCADE"), unique=True
    )
    choice_id: Mapped[int] = mapped_column(
        ForeignKey("room_choice.id", ondelete="CASCADE"), index=True
    )


class RoomDecision(Base):
    """What a committee chose, and why; until when it holds."""

    __tablename__ = "room_decision"
    __table_args__ = (
        sa.Index(None, "renewal_on"),
        sa.Index(None, "renderer_version"),
    )

    id: Mapped[IntPk]
    room_id: Mapped[int] = mapped_column(
        ForeignKey("room.id", ondelete="CASCADE"), unique=True
    )
    choice_id: Mapped[int] = mapped_column(
        ForeignKey("room_choice.id", ondelete="CASCADE"), index=True
    )
    source: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    renderer_version: Mapped[int]
    version: Mapped[int]
    renewal_on: Mapped[date | None]
    reminded_days: Mapped[int | None] = mapped_column(sa.SmallInteger)
    """Of how many days before it the room's people were last reminded."""
    decided_at: Mapped[CreatedAt]


class RoomGuest(Base):
    """A link by which anybody reads a room's brief, until it ends or is revoked."""

    __tablename__ = "room_guest"
    __table_args__ = (
        sa.Index(None, "room_id", "id"),
        sa.Index(None, "expires_at"),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id", ondelete="CASCADE"))
    label: Mapped[str] = mapped_column(sa.String(LABEL_LENGTH))
    token_hash: Mapped[str] = mapped_column(sa.String(_SHA256_HEX), unique=True)
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[datetime]
