"""What happened to events, told to inboxes: ids alone."""

from dataclasses import dataclass

from community.core.events import Event


@dataclass(frozen=True)
class GuestsTold(Event):
    """Some of those who registered were written to about a change."""

    change_id: int
    demo_id: int
    user_ids: tuple[int, ...]
