"""The shapes of one's own reviews."""

from typing import Annotated

from pydantic import Field

from community.api.shapes import Instant, Listed, PublicIdText, Shape
from community.api.shapes_own import Check, Version
from community.catalog.disclosure import Incentive, IncentiveSource, Relationship
from community.reviews.dimensions import MOST
from community.reviews.drafts import MAX_TEXT

_Star = Annotated[int | None, Field(ge=1, le=MOST)]
_Text = Annotated[str, Field(max_length=MAX_TEXT, description="Markdown.")]


class Stars(Shape):
    """Stars from 1 to 5; null where one can’t say, which the page allows for some."""

    price_clarity: _Star = None
    value: _Star = None
    renewal: _Star = None
    support: _Star = None
    exit: _Star = None


class ReviewWords(Shape):
    """What a review says, and who says it; `check` as for a question."""

    relationship: Relationship
    incentive: Incentive
    incentive_from: IncentiveSource | None = None
    stars: Stars
    good: _Text
    bad: _Text


class NewReview(ReviewWords):
    """A review of a product, named by its id."""

    product: PublicIdText
    check: Check = Check.REFUSE


class ChangedReview(ReviewWords):
    """A review as it is from now on; `version` is the one that was read."""

    check: Check = Check.REFUSE
    version: Version


class OwnReview(ReviewWords):
    """A review of one's own, as it was written."""

    id: PublicIdText
    product: PublicIdText
    state: str
    version: int
    created_at: Instant
    edited_at: Instant | None


class OwnReviewRow(Shape):
    id: PublicIdText
    product: str
    state: str
    created_at: Instant
    url: str


class OwnReviews(Listed[OwnReviewRow]):
    """A page of one's reviews, the newest first."""
