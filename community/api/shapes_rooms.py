"""The shapes of one's rooms."""

from typing import Annotated

from pydantic import Field

from community.api.shapes import Day, Html, Instant, Listed, PublicIdText, Shape
from community.rooms.kinds import TEXT_LENGTH, RoomRole


class RoomRow(Shape):
    id: PublicIdText
    name: str
    created_at: Instant


class Rooms(Listed[RoomRow]):
    """A page of one's rooms."""


class RoomPerson(Shape):
    handle: str
    role: RoomRole


class Published(Shape):
    """What everybody sees of a product’s price, in words."""

    series: str
    median: str
    per: str
    middle_half: str
    organisations: str


class Choice(Shape):
    """A product of the shortlist; `score` and `scores` are means, from 1 to 5."""

    product: PublicIdText
    name: str
    vendor: str
    published: Published | None
    votes: int
    score: str | None
    scores: dict[str, str]


class Criterion(Shape):
    name: str
    weight: int


class Quote(Shape):
    """A quote that somebody of the room holds, in words."""

    product: str
    by: str
    price: Annotated[str, Field(description="A year.")]
    each: str | None


class Decision(Shape):
    product: str | None
    reasons_html: Html
    renewal_on: Day | None


class Room(Shape):
    """A buying committee’s private place, as one of its people reads it."""

    id: PublicIdText
    name: str
    notes_html: Html
    people: list[RoomPerson]
    shortlist: list[Choice]
    criteria: list[Criterion]
    quotes: list[Quote]
    decision: Decision | None
    released_on: Day | None
    url: str


class Comment(Shape):
    id: PublicIdText
    by: str
    html: Html
    created_at: Instant


class Comments(Listed[Comment]):
    """A page of what was said in a room, the newest first."""


class NewComment(Shape):
    body: Annotated[str, Field(min_length=1, max_length=TEXT_LENGTH)]
