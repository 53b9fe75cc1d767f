"""The shapes of what is somebody's own."""

from community.api.shapes import Instant, Shape


class Me(Shape):
    """Whose token this is, and what it may be used for."""

    handle: str
    role: str
    proven: bool
    time_zone: str
    scopes: list[str]
    token_ends: Instant | None
