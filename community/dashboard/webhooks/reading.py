"""Finding webhooks, and what became of what they were sent."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from community.catalog.paths import is_public_id
from community.core.db import db
from community.core.errors import NotFound
from community.core.paging import Page, keyset_page
from community.dashboard.models import (
    Webhook,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEvent,
)

LOG_SIZE = 20


@dataclass(frozen=True)
class LogRow:
    """One delivery with its attempts, the latest first."""

    delivery: WebhookDelivery
    event: WebhookEvent
    attempts: list[WebhookAttempt]


def list_webhooks() -> list[Webhook]:
    return list(db.session.scalars(sa.select(Webhook).order_by(Webhook.id)))


def get_webhook(public_id: str) -> Webhook:
    found = None
    if is_public_id(public_id):
        found = db.session.scalar(
            sa.select(Webhook).where(Webhook.public_id == public_id)
        )
    if found is None:
        raise NotFound("There is no such webhook.")
    return found


def get_delivery(webhook: Webhook, public_id: str) -> WebhookDelivery:
    found = None
    if is_public_id(public_id):
        found = db.session.scalar(
            sa.select(WebhookDelivery).where(
                WebhookDelivery.public_id == public_id,
                WebhookDelivery.webhook_id == webhook.id,
            )
        )
    if found is None:
        raise NotFound("There is no such delivery: the log goes back 30 days.")
    return found


def list_log(webhook: Webhook, after: str | None) -> Page[LogRow]:
    """Return what was sent, the latest first; two queries."""
    columns: list[Any] = [WebhookDelivery, WebhookEvent]
    page = keyset_page(
        sa.select(*columns)
        .join(WebhookEvent, WebhookEvent.id == WebhookDelivery.event_id)
        .where(WebhookDelivery.webhook_id == webhook.id),
        order=(WebhookDelivery.id.desc(),),
        after=after,
        size=LOG_SIZE,
    )
    attempts: dict[int, list[WebhookAttempt]] = {}
    ids = [row[0].id for row in page.items]
    for one in db.session.scalars(
        sa.select(WebhookAttempt)
        .where(WebhookAttempt.delivery_id.in_(ids))
        .order_by(WebhookAttempt.id.desc())
    ):
        attempts.setdefault(one.delivery_id, []).append(one)
    rows = [LogRow(row[0], row[1], attempts.get(row[0].id, [])) for row in page.items]
    return Page(rows, page.next_cursor)
