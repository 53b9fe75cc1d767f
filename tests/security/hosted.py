"""A webhook of the host, to which a test was delivered, and a consent of each buyer."""

import sqlalchemy as sa

from community.accounts.models import User
from community.core.actors import Actor, Role
from community.core.db import db
from community.dashboard.leadkinds import Purpose
from community.dashboard.leads import rules
from community.dashboard.models import WebhookDelivery
from community.dashboard.site import rules as site
from community.dashboard.site.dressing import name_of
from community.dashboard.webhookkinds import DeliveryState
from community.dashboard.webhooks import keeping

_ACCENTS = ("#0a6b68", "#54bfb4")


def sent(host: Actor) -> dict[str, str]:
    wanted = keeping.Wanted("https://example.com/hook", ["question.asked"])
    webhook = keeping.add_webhook(host, wanted)
    keeping.test_webhook(webhook)
    delivery = db.session.scalars(sa.select(WebhookDelivery)).one()
    delivery.state = DeliveryState.DELIVERED
    site.choose_colours(host, *_ACCENTS)
    site.take_logo(host, b"not looked at here", "png")
    return {
        "webhook": webhook.public_id,
        "delivery": delivery.public_id,
        "brand_sheet": name_of(*_ACCENTS),
        "brand_logo": site.have_dress().logo_hash,
    }


def lead_of(user: User) -> dict[str, str]:
    buyer = Actor(user.id, user.handle, Role.MEMBER, proven=True)
    words = rules.words_for(buyer, Purpose.NEWS)
    lead = rules.give_consent(buyer, Purpose.NEWS, "", words)
    return {"lead": lead.public_id}
