"""The shapes of open demos and webinars, and of one's own registrations for them."""

from typing import Annotated

from pydantic import Field

from community.api.shapes import Html, Instant, Listed, Paged, PublicIdText, Shape
from community.api.shapes_own import Revealed, Told


class EventRow(Shape):
    """An event as everybody reads it; where to join is in none of these."""

    id: PublicIdText
    kind: str
    title: str
    by: str
    product: str | None
    starts: Instant
    ends: Instant
    zone: str = Field(
        description="On whose clocks it was announced.", examples=["Europe/Berlin"]
    )
    mark: str | None = Field(description="What is the matter: cancelled, full, over.")
    url: str


class Events(Listed[EventRow]):
    """A page of events: the soonest first, or of past ones the latest."""


class Event(EventRow):
    """An event with what it is about."""

    html: Html
    announced_by: str | None
    seats: int | None
    sequence: int = Field(
        description="How often its time or place changed, as calendars count it."
    )


class EventsQuery(Paged):
    when: Annotated[
        str,
        Field(pattern=r"^(ahead|past)$", description="“ahead” or “past”."),
    ] = "ahead"


class Registration(Shape):
    """What you registered for; `told` is all that its organiser knows of you."""

    event: EventRow
    told: list[Told]
    link: str | None = Field(
        description="Where to join; for you alone, and not of what is off or over."
    )


class Registrations(Listed[Registration]):
    """A page of registrations, the latest first."""


class NewRegistration(Shape):
    """A registration for an event, with what its organiser learns of you."""

    event: PublicIdText
    told: Revealed
