"""The tables of reviews: ratings and words, their versions, votes, responses, scores."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from community.catalog.disclosure import Incentive, IncentiveSource, Relationship
from community.core.db import (
    Base,
    CreatedAt,
    IntPk,
    Json,
    PublicId,
    StrEnumType,
)
from community.core.visibility import State
from community.reviews.dimensions import MOST, Dimension

_STARS = sa.SmallInteger


class Review(Base):
    """What one member says of one product; a second one is an edit of the first.

    `organisation_id` is the one that its author spoke for: voices are counted by it.
    """

    __tablename__ = "review"
    __table_args__ = (
        sa.UniqueConstraint("product_id", "author_id"),
        sa.Index(None, "state", "created_at", "id"),
        sa.Index(None, "product_id", "state", "created_at", "id"),
        sa.Index(None, "product_id", "state", "helpful", "id"),
        sa.Index(None, "author_id", "created_at"),
        sa.Index(None, "organisation_id"),
        sa.Index(None, "renderer_version"),
        *(
            sa.CheckConstraint(f"{name} BETWEEN 1 AND {MOST}", name=name)
            for name in Dimension
        ),
        sa.CheckConstraint(
            "(incentive = 'none') = (incentive_from IS NULL)",
            name="incentive_from_whom",
        ),
        sa.CheckConstraint(
            "relationship NOT IN ('vendor', 'competitor')", name="by_no_seller"
        ),
    )

    id: Mapped[IntPk]
    public_id: Mapped[PublicId]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    relationship: Mapped[Relationship] = mapped_column(StrEnumType(Relationship))
    incentive: Mapped[Incentive] = mapped_column(StrEnumType(Incentive))
    incentive_from: Mapped[IncentiveSource | None] = mapped_column(
        StrEnumType(IncentiveSource)
    )

    price_clarity: Mapped[int] = mapped_column(_STARS)
    value: Mapped[int] = mapped_column(_STARS)
    renewal: Mapped[int | None] = mapped_column(_STARS)
    support: Mapped[int] = mapped_column(_STARS)
    exit: Mapped[int | None] = mapped_column(_STARS)
    overall: Mapped[int] = mapped_column(_STARS)
    """The mean of those given, in hundredths of a star."""
    weight: Mapped[float] = mapped_column(sa.Double)
    """What it weighs in the score, as of scoring.EPOCH."""

    good: Mapped[str] = mapped_column(sa.Text)
    bad: Mapped[str] = mapped_column(sa.Text)
    good_html: Mapped[str] = mapped_column(sa.Text)
    bad_html: Mapped[str] = mapped_column(sa.Text)
    renderer_version: Mapped[int]

    state: Mapped[State] = mapped_column(StrEnumType(State), default=State.PUBLIC)
    prior_state: Mapped[str | None] = mapped_column(sa.String(32))
    """The State of a removed review before that: restoring it must not unhide it."""
    version: Mapped[int] = mapped_column(default=1)
    helpful: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[CreatedAt]
    rated_at: Mapped[datetime]
    """When its stars were last given: the score weighs it by that."""
    edited_at: Mapped[datetime | None]

    @property
    def ratings(self) -> dict[Dimension, int | None]:
        return {one: getattr(self, one.value) for one in Dimension}

    @property
    def is_verified(self) -> bool:
        """Whether its author's work e-mail was verified.

        Never whether a deal of theirs was: a badge for that on a named review would tell
        that this handle has a price in the data, which nobody may learn (P15).
        """
        return self.organisation_id is not None


class ReviewRevision(Base):
    """One version of an edited review; one that was never edited has none."""

    __tablename__ = "review_revision"
    __table_args__ = (sa.UniqueConstraint("review_id", "version"),)

    id: Mapped[IntPk]
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    version: Mapped[int]
    facts: Mapped[str] = mapped_column(sa.Text)
    """Relationship, incentive and ratings, a line each."""
    good: Mapped[str] = mapped_column(sa.Text)
    bad: Mapped[str] = mapped_column(sa.Text)
    written_at: Mapped[datetime]


class HelpfulVote(Base):
    """One member found one review helpful; the primary key allows it once."""

    __tablename__ = "helpful_vote"
    __table_args__ = (sa.Index(None, "user_id", "created_at"),)

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    created_at: Mapped[CreatedAt]


class ReviewResponse(Base):
    """What the vendor says to a review, once; its edits are shown."""

    __tablename__ = "review_response"

    id: Mapped[IntPk]
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), unique=True)
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    signature: Mapped[str] = mapped_column(sa.String(200), default="")
    """Real name and title of whoever wrote its latest version."""
    source: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    renderer_version: Mapped[int] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[CreatedAt]
    edited_at: Mapped[datetime | None]


class ResponseRevision(Base):
    """One version of an edited response; any rep of the vendor may have written it."""

    __tablename__ = "response_revision"
    __table_args__ = (sa.UniqueConstraint("response_id", "version"),)

    id: Mapped[IntPk]
    response_id: Mapped[int] = mapped_column(ForeignKey("review_response.id"))
    version: Mapped[int]
    source: Mapped[str] = mapped_column(sa.Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    written_at: Mapped[datetime]


class ProductScore(Base):
    """What the reviews of a product add up to, as of scoring.EPOCH.

    Made anew from the reviews whenever one of them changes; pages only scale it.
    """

    __tablename__ = "product_score"

    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True)
    reviews: Mapped[int]
    voices: Mapped[int]
    weight: Mapped[float] = mapped_column(sa.Double)
    total: Mapped[float] = mapped_column(sa.Double)
    parts: Mapped[dict[str, list[float]]] = mapped_column(Json)
    """For each dimension the weight of those who rated it, and their weighted stars."""
