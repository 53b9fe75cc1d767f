"""What the host does with webhooks: add, change, rotate, switch, delete, send again."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from community.core import clock, jobs
from community.core.actors import Actor
from community.core.db import changed, db
from community.core.errors import Conflict, Invalid
from community.core.outbound import RefusedAddress, checked_url
from community.core.reasons import audit
from community.core.sealing import seal, unseal
from community.core.settings import get_settings
from community.dashboard.models import (
    Webhook,
    WebhookDelivery,
    WebhookEvent,
)
from community.dashboard.webhookkinds import (
    CHOSEN,
    MOST_WEBHOOKS,
    OLD_SECRET_FOR,
    DeliveryState,
    Off,
)
from community.dashboard.webhooks.delivering import SEAL
from community.dashboard.webhooks.signing import new_secret
from community.dashboard.webhooks.telling import DELIVER_JOB, send_test

_NOT_SAVED = "Nothing is saved yet."


@dataclass(frozen=True)
class Wanted:
    """Where to, and which events."""

    url: str
    events: Sequence[str]


def add_webhook(actor: Actor, wanted: Wanted) -> Webhook:
    """Add one with a new secret; raise Invalid for an address that we don't send to."""
    if (db.session.scalar(sa.select(sa.func.count(Webhook.id))) or 0) >= MOST_WEBHOOKS:
        raise Conflict(f"There are {MOST_WEBHOOKS} webhooks. Delete one first.")
    url, events = _checked(wanted)
    webhook = Webhook(url=url, events=events, sealed_secret=seal(SEAL, new_secret()))
    db.session.add(webhook)
    db.session.flush()  # the audit names it
    _audit(actor, "added", webhook, "A new address.")
    return webhook


def change_webhook(actor: Actor, webhook: Webhook, wanted: Wanted) -> None:
    webhook.url, webhook.events = _checked(wanted)
    _audit(actor, "changed", webhook, "Address or events.")


def rotate_secret(actor: Actor, webhook: Webhook) -> None:
    """Sign with a new secret; the one before signs beside it for a day."""
    webhook.sealed_old_secret = webhook.sealed_secret
    webhook.old_until = clock.now() + OLD_SECRET_FOR
    webhook.sealed_secret = seal(SEAL, new_secret())
    _audit(actor, "rotated", webhook, "A new secret.")


def show_secret(actor: Actor, webhook: Webhook) -> str:
    """Return the secret that signs; leaves a row in the audit."""
    _audit(actor, "secret-read", webhook, "To set up its receiver.")
    return unseal(SEAL, webhook.sealed_secret)


def switch(actor: Actor, webhook: Webhook, *, on: bool) -> None:
    """Let it hear of events again, with a clean slate; or of none."""
    webhook.off = None if on else Off.BY_HOST
    webhook.failing_since = None
    _audit(actor, "switched-on" if on else "switched-off", webhook, "By hand.")


def delete_webhook(actor: Actor, webhook: Webhook) -> None:
    """Delete it with its secret and its log."""
    _audit(actor, "deleted", webhook, "By hand.")
    changed(sa.delete(Webhook).where(Webhook.id == webhook.id))


def test_webhook(webhook: Webhook) -> None:
    """Send it a test; raise Conflict for one that is off."""
    _require_on(webhook)
    send_test(webhook)


def send_again(webhook: Webhook, delivery: WebhookDelivery) -> None:
    """Send what was sent before: the same id, so that a receiver knows it."""
    _require_on(webhook)
    event = db.session.get_one(WebhookEvent, delivery.event_id)
    if not event.payload:
        raise Conflict("What it was about was taken back: it is not sent any more.")
    if delivery.state is DeliveryState.WAITING:
        raise Conflict("It is on its way already.")
    delivery.state, delivery.attempts, delivery.done_at = DeliveryState.WAITING, 0, None
    jobs.enqueue(DELIVER_JOB, delivery_id=delivery.id)


def _require_on(webhook: Webhook) -> None:
    if webhook.off is not None:
        raise Conflict("This webhook is off. Switch it on first.")


def _checked(wanted: Wanted) -> tuple[str, list[str]]:
    url = wanted.url.strip()
    events = [str(one) for one in CHOSEN if one in set(wanted.events)]
    fields = {}
    if not events:
        fields["events"] = "Choose one event at least."
    try:
        # What its name leads to is looked up for each attempt: it may change.
        checked_url(url, to_loopback=get_settings().webhooks_to_loopback)
    except RefusedAddress as error:
        fields["url"] = str(error)
    if fields:
        raise Invalid(_NOT_SAVED, fields=fields)
    return url, events


def _audit(actor: Actor, deed: str, webhook: Webhook, why: str) -> None:
    audit(actor, f"webhook.{deed}", f"webhook {webhook.public_id}", why)
