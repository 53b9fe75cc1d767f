"""What happened to events, told to search, inboxes and receivers: ids alone."""

from dataclasses import dataclass

from community.core.events import ContentChanged, Event

KIND = "event"
"""What search and moderators call it."""


@dataclass(frozen=True)
class DemoChanged(ContentChanged):
    """Search reads an event anew; `object_id` is the event's id."""

    kind: str = KIND
    object_id: int = 0


@dataclass(frozen=True)
class DemoAnnounced(DemoChanged):
    """An organiser announced it; moderators may have it held at once."""


@dataclass(frozen=True)
class DemoEdited(DemoChanged):
    """Its organiser changed words, time or place."""


@dataclass(frozen=True)
class DemoCancelled(DemoChanged):
    """Its organiser called it off."""


@dataclass(frozen=True)
class DemoHidden(DemoChanged):
    """A rule or a moderator keeps it from everybody but its organiser."""


@dataclass(frozen=True)
class DemoShown(DemoChanged):
    """A moderator let it stand, again or at last."""


@dataclass(frozen=True)
class GuestRevealed(Event):
    """Somebody registered, or told more of themselves; it may be nothing that they told."""

    registration_id: int


@dataclass(frozen=True)
class GuestLeft(Event):
    """A registration is taken back: told while its row still stands."""

    registration_id: int


@dataclass(frozen=True)
class GuestsTold(Event):
    """Some of those who registered were written to about a change."""

    change_id: int
    demo_id: int
    user_ids: tuple[int, ...]
