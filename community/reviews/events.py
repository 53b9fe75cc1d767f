"""What happened to reviews, told to search, mail and moderation."""

from dataclasses import dataclass

from community.core.events import ContentChanged, Event

KIND = "review"


@dataclass(frozen=True)
class ReviewChanged(ContentChanged):
    """`object_id` is the review's id; each event below but the votes is one of these."""

    kind: str = KIND
    object_id: int = 0
    actor_id: int | None = None


@dataclass(frozen=True)
class ReviewWritten(ReviewChanged):
    product_id: int = 0


@dataclass(frozen=True)
class ReviewEdited(ReviewChanged):
    version: int = 1


@dataclass(frozen=True)
class ReviewRemoved(ReviewChanged):
    """Its author took it away."""


@dataclass(frozen=True)
class ReviewRestored(ReviewChanged):
    """Its author brought it back, in the state that it had before."""


@dataclass(frozen=True)
class ReviewHidden(ReviewChanged):
    """A moderator hid it from everybody but its author."""

    reason: str = ""


@dataclass(frozen=True)
class ReviewUnhidden(ReviewChanged):
    reason: str = ""


@dataclass(frozen=True)
class ReviewAnswered(ReviewChanged):
    """The vendor responded, or changed what it had responded."""

    vendor_id: int = 0
    version: int = 1


@dataclass(frozen=True)
class FoundHelpful(Event):
    review_id: int
    actor_id: int


@dataclass(frozen=True)
class FoundHelpfulNoMore(Event):
    review_id: int
    actor_id: int
