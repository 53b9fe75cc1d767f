"""A member asks the host to contact them, and takes that back."""

import hashlib

import sqlalchemy as sa

from community.accounts.models import User
from community.catalog.paths import is_public_id
from community.core import clock
from community.core.actors import Actor
from community.core.db import db, insert_ignore, new_public_id
from community.core.errors import Conflict, Invalid, NotFound
from community.core.measuring import Fact, Measured
from community.core.ratelimit import Limit, hit_if_done
from community.core.settings import get_settings
from community.core.text import clean_line
from community.dashboard.leadkinds import (
    MOST_A_DAY,
    NAME_LENGTH,
    PURPOSE_LABELS,
    WORDS_VERSION,
    Purpose,
    consent_words,
)
from community.dashboard.leads.reading import is_own
from community.dashboard.metrics.recording import record
from community.dashboard.models import Lead, Offer, OfferAsk, WebhookEvent
from community.dashboard.webhookkinds import EventType
from community.dashboard.webhooks.telling import note

_A_DAY = Limit(MOST_A_DAY, 86_400)


def words_for(actor: Actor, purpose: Purpose) -> str:
    """Return what `actor` would agree to."""
    user = db.session.get_one(User, actor.user_id)
    return consent_words(purpose, get_settings().site_name, user.email or "")


def give_consent(actor: Actor, purpose: Purpose, name: str, words: str) -> Lead:
    """Keep that they agreed to these very words; raise Conflict if others are due now."""
    user = db.session.get_one(User, actor.user_id)
    if words != words_for(actor, purpose):
        raise Conflict(
            "The words or your address changed meanwhile. Read them again below."
        )
    line = checked_name(name)
    hit_if_done("leads.consent", str(user.id), _A_DAY)
    row = {
        "public_id": new_public_id(),
        "user_id": user.id,
        "purpose": purpose,
        "name": line,
        "mail": user.email or "",
        "words": words,
        "words_hash": hash_of(words),
        "words_version": WORDS_VERSION,
        "given_at": clock.now(),
    }
    if not insert_ignore(Lead, [row]):
        raise Conflict(f"You agreed to that already: “{PURPOSE_LABELS[purpose]}”.")
    lead = db.session.scalars(
        sa.select(Lead).where(Lead.public_id == row["public_id"])
    ).one()
    note(EventType.LEAD_CONSENTED, lead.id)
    return lead


def checked_name(name: str) -> str:
    """Return a name in one line, "" for none; raise Invalid for one that is too long."""
    line = clean_line(name)
    if len(line) > NAME_LENGTH:
        raise Invalid(
            "Nothing is agreed yet.",
            fields={"name": f"At most {NAME_LENGTH} characters."},
        )
    return line


def hash_of(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def withdraw(actor: Actor, public_id: str) -> None:
    """Take a consent back: name and address go, also from what webhooks keep."""
    lead = _get_own(actor, public_id)
    if lead.withdrawn_at is None:
        take_back(lead)


def take_back(lead: Lead) -> None:
    """Forget who it was; those who were told of the consent hear that it ended."""
    if lead.offer_id is not None:
        kind = db.session.get_one(Offer, lead.offer_id).kind
        record(Measured(Fact.OFFER_WITHDRAWN, detail=kind.value))
    lead.withdrawn_at = clock.now()
    lead.name = lead.mail = lead.words = ""
    db.session.execute(
        sa.update(WebhookEvent)
        .where(
            WebhookEvent.kind == EventType.LEAD_CONSENTED,
            WebhookEvent.object_id == lead.id,
        )
        .values(payload="")
    )
    note(EventType.LEAD_WITHDRAWN, lead.id, told_now=True)


def forget_address(mail: str) -> int:
    """Take back all that stands under an address, and what waits for its proof.

    Return how many consents that were.
    """
    standing = sa.select(Lead).where(Lead.mail == mail, Lead.withdrawn_at.is_(None))
    found = list(db.session.scalars(standing))
    for lead in found:
        take_back(lead)
    db.session.execute(sa.delete(OfferAsk).where(OfferAsk.mail == mail))
    return len(found)


def _get_own(actor: Actor, public_id: str) -> Lead:
    found = None
    if is_public_id(public_id):
        found = db.session.scalar(
            sa.select(Lead).where(Lead.public_id == public_id, is_own(actor))
        )
    if found is None:
        raise NotFound("There is no such consent.")
    return found
