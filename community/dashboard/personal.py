"""What the host's desk holds of a person: consents to be contacted, and nothing else."""

import sqlalchemy as sa

from community.core.db import changed, db
from community.core.personal import Fate, Held, Kept, Leaver, Part, nobodys
from community.core.settings import Settings
from community.dashboard.leads.rules import take_back
from community.dashboard.models import (
    Lead,
    MeasuredFact,
    OrganisationWeek,
    SiteDress,
    Webhook,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEvent,
)
from community.dashboard.webhookkinds import KEPT_FOR

HELD = (
    Held(
        Lead,
        Fate.ERASED,
        "What you let the host contact you for",
        lambda person: Lead.user_id == person.user_id,
        without=frozenset({"words_hash"}),
    ),
    Held(
        WebhookEvent,
        Fate.NAMELESS,
        why="A consent that was told to the host’s own systems: its words go when it is "
        "taken back, and those systems hear of that.",
    ),
    *nobodys(
        *(MeasuredFact, OrganisationWeek, SiteDress),
        *(Webhook, WebhookAttempt, WebhookDelivery),
    ),
)


def erase(leaver: Leaver) -> None:
    """Take consents back, so that the host's systems hear of it, and delete them."""
    for lead in db.session.scalars(
        sa.select(Lead).where(
            Lead.user_id == leaver.user_id, Lead.withdrawn_at.is_(None)
        )
    ):
        take_back(lead)
    db.session.flush()  # what follows is past the ORM
    changed(sa.delete(Lead).where(Lead.user_id == leaver.user_id))
    db.session.expire_all()


def retention(_settings: Settings) -> tuple[Kept, ...]:
    return (
        Kept(
            "What you let the host contact you for",
            "until your account goes; your name and address until you take it back",
            "To prove that you asked for it.",
        ),
        Kept(
            "Events on their way to the host’s own systems",
            f"{KEPT_FOR.days} days",
            "To send again what did not arrive.",
        ),
        Kept(
            "How often what happens here",
            "for good: numbers by the day, and nobody’s",
            "So that the host sees what helps.",
        ),
    )


PART = Part("contact", "Contact with the host", HELD, retention, erase)
