"""The shapes of consents to be contacted by the host."""

from pydantic import Field

from community.api.shapes import Instant, PublicIdText, Shape


class Consent(Shape):
    """What you agreed to; its words go when you take it back, their hash stays as proof."""

    id: PublicIdText
    purpose: str
    about: str
    words: str | None
    words_hash: str = Field(description="SHA-256 of the words.")
    given_at: Instant
    withdrawn_at: Instant | None


class Consents(Shape):
    """Your latest consents, the newest first."""

    items: list[Consent]
