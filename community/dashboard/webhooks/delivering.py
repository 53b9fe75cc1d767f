"""One attempt to deliver, and what comes of it: delivered, later again, or given up."""

import time
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.core import clock, jobs
from community.core.db import db
from community.core.outbound import NoAnswer, RefusedAddress, post
from community.core.sealing import unseal
from community.core.settings import get_settings
from community.dashboard.models import (
    Webhook,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEvent,
)
from community.dashboard.webhookkinds import (
    ERROR_LENGTH,
    GIVES_UP_AFTER,
    RETRY_AFTER,
    DeliveryState,
    Off,
)
from community.dashboard.webhooks import signing
from community.dashboard.webhooks.telling import DELIVER_JOB

SEAL = "webhook.secret"
_GONE = 410
_GOOD = range(200, 300)


@dataclass(frozen=True)
class _Letter:
    """What is sent, to where; read before the job's own transaction begins."""

    url: str
    message_id: str
    body: str
    keys: tuple[str, ...]


def deliver(delivery_id: int) -> None:
    """Try once; a receiver that does not take it is asked again, for three days."""
    letter = _find_letter(delivery_id)
    if letter is None:
        _close_if_off(delivery_id)
        return
    at, began = clock.now(), time.monotonic()
    status, error = _sent(letter, at)
    attempt = WebhookAttempt(
        delivery_id=delivery_id,
        at=at,
        status=status,
        error=error[:ERROR_LENGTH],
        milliseconds=round((time.monotonic() - began) * 1000),
    )
    delivery = db.session.get(WebhookDelivery, delivery_id)
    if delivery is None:
        return  # its webhook was deleted meanwhile
    db.session.add(attempt)
    webhook = db.session.get_one(Webhook, delivery.webhook_id)
    delivery.attempts += 1
    if status in _GOOD:
        webhook.failing_since = None
        _close(delivery, DeliveryState.DELIVERED)
    else:
        _note_failure(delivery, webhook, status)


def _find_letter(delivery_id: int) -> _Letter | None:
    # Beside the job's transaction, as mails are: on SQLite that holds the write lock.
    with (
        db.engine.connect().execution_options(fairquote_reads=True) as connection,
        Session(connection) as reading,
    ):
        delivery = reading.get(WebhookDelivery, delivery_id)
        if delivery is None or delivery.state is not DeliveryState.WAITING:
            return None
        webhook = reading.get_one(Webhook, delivery.webhook_id)
        event = reading.get_one(WebhookEvent, delivery.event_id)
        if webhook.off is not None or not event.payload:
            return None
        return _Letter(
            webhook.url, f"msg_{event.public_id}", event.payload, keys_of(webhook)
        )


def keys_of(webhook: Webhook) -> tuple[str, ...]:
    """Return the secrets that sign now, the newest first."""
    keys = [unseal(SEAL, webhook.sealed_secret)]
    if (
        webhook.sealed_old_secret is not None
        and webhook.old_until is not None
        and webhook.old_until > clock.now()
    ):
        keys.append(unseal(SEAL, webhook.sealed_old_secret))
    return tuple(keys)


def _sent(letter: _Letter, at: datetime) -> tuple[int | None, str]:
    """Return the status of the answer, or why there is none."""
    told = signing.headers(letter.keys, letter.message_id, at, letter.body)
    try:
        answer = post(
            letter.url,
            letter.body.encode(),
            told,
            to_loopback=get_settings().webhooks_to_loopback,
        )
    except (RefusedAddress, NoAnswer) as error:
        return None, str(error)
    return answer.status, ""


def _note_failure(
    delivery: WebhookDelivery, webhook: Webhook, status: int | None
) -> None:
    now = clock.now()
    webhook.failing_since = webhook.failing_since or now
    if status == _GONE:
        webhook.off = Off.GONE
    elif now - webhook.failing_since >= GIVES_UP_AFTER:
        webhook.off = Off.FAILING
    if webhook.off is not None or delivery.attempts > len(RETRY_AFTER):
        _close(delivery, DeliveryState.FAILED)
        return
    wait = RETRY_AFTER[delivery.attempts - 1]
    jobs.enqueue(DELIVER_JOB, run_at=now + wait, delivery_id=delivery.id)


def _close_if_off(delivery_id: int) -> None:
    delivery = db.session.get(WebhookDelivery, delivery_id)
    if delivery is not None and delivery.state is DeliveryState.WAITING:
        _close(delivery, DeliveryState.FAILED)


def _close(delivery: WebhookDelivery, state: DeliveryState) -> None:
    delivery.state, delivery.done_at = state, clock.now()
