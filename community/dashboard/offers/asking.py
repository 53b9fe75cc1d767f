"""Somebody gives an address for an offer, proves it, and takes that back; no account needed."""

import sqlalchemy as sa

from community.accounts.addresses import mailbox_key, normalise_email
from community.core import clock
from community.core.db import changed, db, insert_ignore, new_public_id
from community.core.errors import Conflict, TooMany
from community.core.measuring import Fact, Measured
from community.core.ratelimit import Limit, hit_if_done
from community.core.settings import get_settings
from community.dashboard.leadkinds import WORDS_VERSION, guide_words
from community.dashboard.leads.rules import checked_name, hash_of, take_back
from community.dashboard.metrics.recording import record
from community.dashboard.models import Lead, Offer, OfferAsk
from community.dashboard.offerkinds import LINK_LIFE, PROOF_KEPT_FOR
from community.dashboard.offers import letters
from community.dashboard.offers.reading import (
    Linked,
    find_lead,
    require_offered,
)
from community.dashboard.webhookkinds import EventType
from community.dashboard.webhooks.telling import note

_HOUR, _DAY = 3_600, 86_400
BY_ADDRESS = (Limit(10, _HOUR), Limit(30, _DAY))
"""From one network address: an office shares one."""
LETTERS = Limit(3, _DAY)
"""To one mailbox: whoever typed an address need not be whose it is."""


def words_for(offer: Offer) -> str:
    """Return what somebody agrees to who asks for an offer."""
    return guide_words(offer.purpose, get_settings().site_name, offer.title)


def ask(offer: Offer, *, mail: str, name: str, words: str, address: str) -> None:
    """Keep that an address was given under these words, and mail its link.

    A stranger reads the same whatever the address is known for. Raises Invalid for no
    address, Conflict if other words are due now, TooMany for one network's many.
    """
    if words != words_for(offer):
        raise Conflict("The words changed meanwhile. Read them again below.")
    email, line = normalise_email(mail, field="mail"), checked_name(name)
    hit_if_done("offer.address", address, *BY_ADDRESS)
    record(Measured(Fact.OFFER_ASKED, detail=offer.kind.value))
    standing = _find_standing(offer, email)
    public_id = standing or _keep(offer, email, line, words)
    if _may_write(email):
        send = letters.send_again if standing else letters.send_link
        send(email, offer, public_id)


def _find_standing(offer: Offer, email: str) -> str | None:
    return db.session.scalar(
        sa.select(Lead.public_id).where(
            Lead.offer_id == offer.id,
            Lead.mail == email,
            Lead.withdrawn_at.is_(None),
        )
    )


def _keep(offer: Offer, email: str, name: str, words: str) -> str:
    """Return the public id of what waits for its proof, the first one's if there is one."""
    row = {
        "public_id": new_public_id(),
        "offer_id": offer.id,
        "name": name,
        "mail": email,
        "words": words,
        "words_version": WORDS_VERSION,
        "asked_at": clock.now(),
        "expires_at": clock.now() + LINK_LIFE,
    }
    changed(sa.delete(OfferAsk).where(OfferAsk.expires_at <= clock.now()))
    insert_ignore(OfferAsk, [row])
    found = db.session.scalars(
        sa.select(OfferAsk).where(OfferAsk.offer_id == offer.id, OfferAsk.mail == email)
    ).one()
    found.name, found.words, found.words_version = name, words, WORDS_VERSION
    found.asked_at, found.expires_at = clock.now(), clock.now() + LINK_LIFE
    return found.public_id


def _may_write(email: str) -> bool:
    """Whether a mailbox gets one more letter today; who asks reads the same either way."""
    try:
        hit_if_done("offer.letter", mailbox_key(email), LETTERS)
    except TooMany:
        return False
    return True


def prove(linked: Linked) -> None:
    """Make a consent of what waits behind a link; twice is once.

    Raises NotFound for an offer that was retired meanwhile.
    """
    waiting, offer = linked.row, linked.offer
    if not isinstance(waiting, OfferAsk):
        return
    require_offered(offer)
    row = {
        "public_id": waiting.public_id,
        "user_id": None,
        "offer_id": offer.id,
        "purpose": offer.purpose,
        "name": waiting.name,
        "mail": waiting.mail,
        "words": waiting.words,
        "words_hash": hash_of(waiting.words),
        "words_version": waiting.words_version,
        "given_at": waiting.asked_at,
        "proven_at": clock.now(),
    }
    if insert_ignore(Lead, [row]):
        lead = find_lead(waiting.public_id)
        record(Measured(Fact.OFFER_PROVEN, detail=offer.kind.value))
        if lead is not None:
            note(EventType.LEAD_CONSENTED, lead.id)
    db.session.delete(waiting)


def withdraw(linked: Linked) -> None:
    """Take back what a link gave, proven or not; twice is once."""
    row = linked.row
    if isinstance(row, OfferAsk):
        changed(sa.delete(OfferAsk).where(OfferAsk.id == row.id))
    elif row.withdrawn_at is None:
        take_back(row)


def forget_old() -> None:
    """Delete addresses that nobody proved, and old proofs of what was taken back."""
    changed(sa.delete(OfferAsk).where(OfferAsk.expires_at <= clock.now()))
    oldest = clock.now() - PROOF_KEPT_FOR
    changed(sa.delete(Lead).where(Lead.user_id.is_(None), Lead.withdrawn_at < oldest))
