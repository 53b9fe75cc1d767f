"""Tables of vendors' representatives: whose a domain is, who speaks for whom, what they say."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Base, CreatedAt, IntPk, PublicId, StrEnumType
from community.core.visibility import State

NAME_LENGTH = 80
TITLE_LENGTH = 80
HEADING_LENGTH = 150
REASON_COLUMN = 500
_DOMAIN = sa.String(253)


class ClaimState(StrEnum):
    """How far a wish to speak for a vendor has come."""

    UNPROVEN = "unproven"
    """The mail with the link is on its way."""
    OPEN = "open"
    """The address is proven; a moderator decides."""
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    """It was approved, and is so no more."""


LIVE = (ClaimState.UNPROVEN, ClaimState.OPEN, ClaimState.APPROVED)
"""An account has one of these at most."""
_IS_LIVE = sa.text("state IN ('unproven', 'open', 'approved')")


class VendorDomain(Base):
    """A registrable domain at which a vendor's people get their mail."""

    __tablename__ = "vendor_domain"

    id: Mapped[IntPk]
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"), index=True)
    domain: Mapped[str] = mapped_column(_DOMAIN, unique=True)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    created_at: Mapped[CreatedAt]


class RepClaim(Base):
    """Who would like to speak for a vendor, under which name; once approved it stays.

    Names of claims that came to nothing are blanked; see claiming.forget_refused_names().
    Of the address only its domain is kept, and a keyed hash that the link is held against.
    """

    __tablename__ = "rep_claim"
    __table_args__ = (
        sa.Index(
            "uq_rep_claim_live_user_id",
            "user_id",
            unique=True,
            sqlite_where=_IS_LIVE,
            postgresql_where=_IS_LIVE,
        ),
        sa.Index(None, "user_id"),
        sa.Index(None, "state", "created_at", "id"),
        sa.Index(None, "vendor_id", "state"),
        sa.CheckConstraint(
            "(state IN ('unproven', 'open')) = (decided_at IS NULL)",
            name="decided_or_not",
        ),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    real_name: Mapped[str] = mapped_column(sa.String(NAME_LENGTH))
    title: Mapped[str] = mapped_column(sa.String(TITLE_LENGTH))
    domain: Mapped[str] = mapped_column(_DOMAIN)
    mailbox_key: Mapped[str] = mapped_column(sa.String(64))
    state: Mapped[ClaimState] = mapped_column(
        StrEnumType(ClaimState), default=ClaimState.UNPROVEN
    )
    created_at: Mapped[CreatedAt]
    proven_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(sa.String(REASON_COLUMN), default="")
    """Why it was refused or withdrawn."""

    @property
    def signature(self) -> str:
        """How every official post is signed: "Rae Alder, Head of Pricing"."""
        return f"{self.real_name}, {self.title}"


class OfficialKind(StrEnum):
    REPLY = "reply"
    """To a question about the vendor: in a lane of its own, one for each question."""
    STATEMENT = "statement"
    """About a product, or the vendor as a whole."""


class OfficialText(Base):
    """What a vendor says under its name; its edits are shown."""

    __tablename__ = "official_text"
    __table_args__ = (
        sa.UniqueConstraint("thread_id", "vendor_id"),
        sa.Index(None, "vendor_id", "kind", "state", "created_at", "id"),
        sa.Index(None, "product_id", "kind", "state", "created_at", "id"),
        sa.Index(None, "claim_id"),
        sa.Index(None, "renderer_version"),
        sa.CheckConstraint(
            "(kind = 'reply') = (thread_id IS NOT NULL)"
            " AND (kind = 'statement' OR product_id IS NULL)"
            " AND (kind = 'statement') = (heading <> '')",
            name="reply_or_statement",
        ),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    kind: Mapped[OfficialKind] = mapped_column(StrEnumType(OfficialKind))
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("rep_claim.id"))
    """Who signs it: whoever wrote its latest version."""
    heading: Mapped[str] = mapped_column(sa.String(HEADING_LENGTH), default="")
    source: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    renderer_version: Mapped[int]
    state: Mapped[State] = mapped_column(StrEnumType(State), default=State.PUBLIC)
    prior_state: Mapped[str | None] = mapped_column(sa.String(32))
    """The State of a removed text before that: restoring it must not unhide it."""
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[CreatedAt]
    edited_at: Mapped[datetime | None]


class OfficialVersion(Base):
    """One version of an edited text, the first and the latest included."""

    __tablename__ = "official_version"
    __table_args__ = (sa.UniqueConstraint("text_id", "version"),)

    id: Mapped[IntPk]
    text_id: Mapped[int] = mapped_column(ForeignKey("official_text.id"))
    version: Mapped[int]
    heading: Mapped[str] = mapped_column(sa.String(HEADING_LENGTH), default="")
    source: Mapped[str] = mapped_column(sa.Text)
    claim_id: Mapped[int] = mapped_column(ForeignKey("rep_claim.id"), index=True)
    written_at: Mapped[datetime]


class Subject(StrEnum):
    """What a vendor may dispute."""

    FIGURE = "figure"
    POST = "post"
    REVIEW = "review"


class Figure(StrEnum):
    """Which figures of a product's page are meant."""

    PAID = "paid"
    LIST_PRICE = "list-price"
    RECORDS = "records"


class Grounds(StrEnum):
    WRONG_FACT = "wrong-fact"
    WRONG_PRODUCT = "wrong-product"
    OUTDATED = "outdated"
    NO_BUYER = "no-buyer"
    IDENTIFIES = "identifies"
    UNLAWFUL = "unlawful"


class Verdict(StrEnum):
    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"


_IS_OPEN = sa.text("verdict = 'open'")


def _one_open(column: str, *more: str) -> sa.Index:
    return sa.Index(
        f"uq_dispute_open_{column}",
        "vendor_id",
        column,
        *more,
        unique=True,
        sqlite_where=_IS_OPEN,
        postgresql_where=_IS_OPEN,
    )


class Dispute(Base):
    """A vendor says that something about it is wrong; a moderator answers in public.

    It changes nothing by itself: no figure, no post.
    """

    __tablename__ = "dispute"
    __table_args__ = (
        _one_open("product_id", "figure"),
        _one_open("post_id"),
        _one_open("review_id"),
        sa.Index(None, "vendor_id", "created_at", "id"),
        sa.Index(None, "verdict", "created_at", "id"),
        sa.Index(None, "created_at", "id"),
        sa.Index(None, "claim_id"),
        sa.Index(None, "product_id"),
        sa.Index(None, "post_id"),
        sa.Index(None, "review_id"),
        sa.CheckConstraint(
            "(subject = 'figure') = (product_id IS NOT NULL)"
            " AND (subject = 'figure') = (figure IS NOT NULL)"
            " AND (subject = 'post') = (post_id IS NOT NULL)"
            " AND (subject = 'review') = (review_id IS NOT NULL)",
            name="one_subject",
        ),
        sa.CheckConstraint(
            "(verdict = 'open') = (decided_at IS NULL)", name="decided_or_open"
        ),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("rep_claim.id"))
    subject: Mapped[Subject] = mapped_column(StrEnumType(Subject))
    figure: Mapped[Figure | None] = mapped_column(StrEnumType(Figure))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    review_id: Mapped[int | None] = mapped_column(ForeignKey("review.id"))
    grounds: Mapped[Grounds] = mapped_column(StrEnumType(Grounds))
    text: Mapped[str] = mapped_column(sa.Text)
    verdict: Mapped[Verdict] = mapped_column(StrEnumType(Verdict), default=Verdict.OPEN)
    created_at: Mapped[CreatedAt]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(sa.String(REASON_COLUMN), default="")
    """Why it was decided so: everybody reads it."""
    hidden_at: Mapped[datetime | None]
    """Since when a moderator keeps it from everybody but its vendor."""
