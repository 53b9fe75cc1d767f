"""Has the host's own systems hear of events, of their guests, and when a guest withdraws."""

import sqlalchemy as sa

from community.core.db import changed
from community.core.events import Bus
from community.dashboard.models import WebhookEvent
from community.dashboard.webhookkinds import EventType
from community.dashboard.webhooks.guests import find_told_guest
from community.dashboard.webhooks.telling import note
from community.demos.events import (
    DemoAnnounced,
    DemoCancelled,
    GuestLeft,
    GuestRevealed,
)


def subscribe(bus: Bus) -> None:
    bus.subscribe(DemoAnnounced, _on_announced)
    bus.subscribe(DemoCancelled, _on_cancelled)
    bus.subscribe(GuestRevealed, _on_revealed)
    bus.subscribe(GuestLeft, _on_left)


def _on_announced(event: DemoAnnounced) -> None:
    note(EventType.EVENT_ANNOUNCED, event.object_id)


def _on_cancelled(event: DemoCancelled) -> None:
    note(EventType.EVENT_CANCELLED, event.object_id)


def _on_revealed(event: GuestRevealed) -> None:
    if find_told_guest(event.registration_id) is not None:
        note(EventType.REGISTRATION_CREATED, event.registration_id)


def _on_left(event: GuestLeft) -> None:
    """Forget what was told, and have receivers forget it; what waits is not told at all.

    A row that waits goes: its number may be another registration's by then.
    """
    if find_told_guest(event.registration_id) is None:
        return
    told = (
        WebhookEvent.kind == EventType.REGISTRATION_CREATED,
        WebhookEvent.object_id == event.registration_id,
    )
    changed(sa.delete(WebhookEvent).where(*told, WebhookEvent.payload == ""))
    changed(sa.update(WebhookEvent).where(*told).values(payload=""))
    note(EventType.REGISTRATION_WITHDRAWN, event.registration_id, told_now=True)
