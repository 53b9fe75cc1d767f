"""An event sets out: a row in the transaction that made it happen, the rest by the worker."""

from datetime import timedelta

import sqlalchemy as sa

from community.core import clock, jobs
from community.core.db import changed, db, insert_ignore, new_public_id
from community.dashboard.models import Webhook, WebhookDelivery, WebhookEvent
from community.dashboard.webhookkinds import (
    KEPT_FOR,
    DeliveryState,
    EventType,
)
from community.dashboard.webhooks.payloads import payload_of

SPREAD_JOB = "webhooks.spread"
DELIVER_JOB = "webhooks.deliver"
_LATER = timedelta(seconds=30)
"""What rules hold for a moderator is held by then."""


def note(kind: EventType, object_id: int, *, told_now: bool = False) -> None:
    """Let those hear of it who want to; no row where nobody does.

    With `told_now` its words are written down at once: what it is about may be gone soon.
    """
    if not _listeners(kind):
        return
    event = _event(kind, object_id)
    if told_now:
        event.payload = payload_of(event)
    jobs.enqueue(SPREAD_JOB, run_at=clock.now() + _LATER, event_id=event.id)


def send_test(webhook: Webhook) -> None:
    """Let one webhook hear of a test, whatever it wants otherwise."""
    event = _event(EventType.TEST, webhook.id)
    event.payload = payload_of(event)
    _send(event, [webhook.id])


def spread(event_id: int) -> None:
    """Write what is told of an event, if it is public still, and send it on its ways."""
    event = db.session.get(WebhookEvent, event_id)
    if event is None:
        return
    event.payload = event.payload or payload_of(event)
    if event.payload:
        _send(event, _listeners(event.kind))


def forget_old() -> None:
    """Let go of events, with all that is known of their delivery."""
    oldest = clock.now() - KEPT_FOR
    changed(sa.delete(WebhookEvent).where(WebhookEvent.created_at < oldest))


def _listeners(kind: EventType) -> list[int]:
    rows = db.session.execute(
        sa.select(Webhook.id, Webhook.events).where(Webhook.off.is_(None))
    )
    return [one for one, wanted in rows if kind in wanted]


def _event(kind: EventType, object_id: int) -> WebhookEvent:
    event = WebhookEvent(kind=kind, object_id=object_id, created_at=clock.now())
    db.session.add(event)
    db.session.flush()  # the job names it
    return event


def _send(event: WebhookEvent, webhook_ids: list[int]) -> None:
    rows = [
        {
            "public_id": new_public_id(),
            "webhook_id": one,
            "event_id": event.id,
            "state": DeliveryState.WAITING,
            "attempts": 0,
            "created_at": clock.now(),
        }
        for one in webhook_ids
    ]
    insert_ignore(WebhookDelivery, rows)
    waiting = sa.select(WebhookDelivery.id).where(
        WebhookDelivery.event_id == event.id,
        WebhookDelivery.state == DeliveryState.WAITING,
    )
    for delivery_id in db.session.scalars(waiting):
        jobs.enqueue(
            DELIVER_JOB,
            unique_key=f"{DELIVER_JOB}:{delivery_id}",
            delivery_id=delivery_id,
        )
