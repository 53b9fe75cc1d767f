"""Tables of requests: what a buyer asks a vendor, what is said, which times are proposed.

What a vendor's people see of a buyer stands in the columns `shown_…` and nowhere else:
whatever was not revealed is not in the row.
"""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from community.accounts.traits import PublicSize, Region
from community.core.db import Base, CreatedAt, IntPk, PublicId, StrEnumType
from community.core.visibility import State
from community.requests.kinds import (
    Meeting,
    MessageKind,
    RequestState,
    Reveals,
    TimeState,
)

SUBJECT_LENGTH = 150
NAME_LENGTH = 80
PLACE_LENGTH = 300
MOST_STARS = 5


class BuyerRequest(Base):
    """A buyer's question to a vendor; nobody but a buyer begins one."""

    __tablename__ = "buyer_request"
    __table_args__ = (
        sa.Index(None, "buyer_id", "id"),
        sa.Index(None, "vendor_id", "state", "id"),
        sa.Index(None, "vendor_id", "created_at"),
        sa.Index(None, "product_id"),
        sa.Index(None, "claim_id"),
        sa.Index(None, "state", "ends_at"),
        sa.CheckConstraint(
            "reveals <> 'nothing' OR (shown_size IS NULL AND shown_region IS NULL)",
            name="traits_revealed",
        ),
        sa.CheckConstraint(
            "reveals = 'person' OR (shown_name IS NULL AND shown_mail IS NULL)",
            name="person_revealed",
        ),
        sa.CheckConstraint(
            "state = 'open' OR (shown_size IS NULL AND shown_region IS NULL"
            " AND shown_name IS NULL AND shown_mail IS NULL)",
            name="shown_while_open",
        ),
        sa.CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed_at"),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name="one_to_five_stars"),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("rep_claim.id"))
    """Which representative sees it; the vendor's whole team where there is none."""
    alias: Mapped[str] = mapped_column(sa.String(40), unique=True)
    """What stands for the buyer, in this request alone."""
    subject: Mapped[str] = mapped_column(sa.String(SUBJECT_LENGTH))
    reveals: Mapped[Reveals] = mapped_column(StrEnumType(Reveals))
    shown_size: Mapped[PublicSize | None] = mapped_column(StrEnumType(PublicSize))
    shown_region: Mapped[Region | None] = mapped_column(StrEnumType(Region))
    shown_name: Mapped[str | None] = mapped_column(sa.String(NAME_LENGTH))
    shown_mail: Mapped[str | None] = mapped_column(sa.String(254))
    last_day: Mapped[date]
    """As the buyer chose it, on their calendar."""
    ends_at: Mapped[datetime]
    """The instant at which that day is over for them."""
    state: Mapped[RequestState] = mapped_column(
        StrEnumType(RequestState), default=RequestState.OPEN
    )
    created_at: Mapped[CreatedAt]
    closed_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    """When the vendor wrote first."""
    stars: Mapped[int | None] = mapped_column(sa.SmallInteger)
    """How the buyer found the contact; its vendor learns the mean of several alone."""


class RequestMessage(Base):
    """One step of the conversation; without a claim it is the buyer's."""

    __tablename__ = "request_message"
    __table_args__ = (
        sa.Index(None, "request_id", "id"),
        sa.Index(None, "claim_id"),
        sa.Index(None, "renderer_version"),
        sa.CheckConstraint("(kind = 'words') = (source <> '')", name="words_or_step"),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    request_id: Mapped[int] = mapped_column(
        ForeignKey("buyer_request.id", ondelete="CASCADE")
    )
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("rep_claim.id"))
    kind: Mapped[MessageKind] = mapped_column(StrEnumType(MessageKind))
    source: Mapped[str] = mapped_column(sa.Text, default="")
    html: Mapped[str] = mapped_column(sa.Text, default="")
    renderer_version: Mapped[int]
    state: Mapped[State] = mapped_column(StrEnumType(State), default=State.PUBLIC)
    """What moderators decided about a representative's words."""
    created_at: Mapped[CreatedAt]


class ProposedTime(Base):
    """When a representative would call or show something; the buyer decides."""

    __tablename__ = "proposed_time"
    __table_args__ = (
        sa.Index(None, "request_id", "starts_at", "id"),
        sa.Index(None, "claim_id"),
        sa.CheckConstraint("minutes BETWEEN 1 AND 480", name="some_minutes"),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    request_id: Mapped[int] = mapped_column(
        ForeignKey("buyer_request.id", ondelete="CASCADE")
    )
    claim_id: Mapped[int] = mapped_column(ForeignKey("rep_claim.id"))
    meeting: Mapped[Meeting] = mapped_column(StrEnumType(Meeting))
    starts_at: Mapped[datetime]
    minutes: Mapped[int] = mapped_column(sa.SmallInteger)
    place: Mapped[str] = mapped_column(sa.String(PLACE_LENGTH))
    """A number to call or the address of a conference."""
    state: Mapped[TimeState] = mapped_column(
        StrEnumType(TimeState), default=TimeState.PROPOSED
    )
    created_at: Mapped[CreatedAt]


class ContactRecord(Base):
    """How a vendor treats requests, as everybody reads it; made anew each day.

    A vendor with too few of them to be told has none.
    """

    __tablename__ = "contact_record"

    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"), primary_key=True)
    median_seconds: Mapped[int | None]
    unanswered_tenths: Mapped[int] = mapped_column(sa.SmallInteger)
    """Share without an answer, rounded to a tenth."""
    stars_tenths: Mapped[int | None] = mapped_column(sa.SmallInteger)
