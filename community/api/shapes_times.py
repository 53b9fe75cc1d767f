"""The shapes of times that a vendor proposes for a call or a demo."""

from typing import Annotated, Literal

from pydantic import Field

from community.api.shapes import Instant, PublicIdText, Shape
from community.requests.kinds import Meeting
from community.requests.models import PLACE_LENGTH


class ProposedTime(Shape):
    id: PublicIdText
    what: str
    starts: Instant
    ends: Instant
    place: str
    state: str


class NewTime(Shape):
    """When a representative would call or show something, and how one meets."""

    what: Meeting
    starts: Instant
    minutes: Literal[15, 30, 45, 60, 90]
    place: Annotated[str, Field(min_length=1, max_length=PLACE_LENGTH)]
