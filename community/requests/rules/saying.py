"""What buyer and vendor say to each other in a request, by turns."""

from datetime import datetime

from community.core import clock, events
from community.core.actors import Actor
from community.core.db import db
from community.core.text import RENDERER_VERSION
from community.reps.models import RepClaim
from community.reps.queries import get_claim_of
from community.requests import access, limits
from community.requests.drafts import checked_words
from community.requests.events import BuyerWrote, VendorWrote
from community.requests.kinds import MessageKind
from community.requests.models import BuyerRequest, RequestMessage
from community.requests.rules.locking import lock_for, lock_own


def write(actor: Actor, request: BuyerRequest, body: str) -> RequestMessage:
    """Let the buyer say more in an open request."""
    user_id = access.require_asker(actor)
    lock_own(actor, request)
    words = checked_words(body)
    limits.count_message(user_id)
    return buyer_did(request, MessageKind.WORDS, words)


def answer(
    actor: Actor, request: BuyerRequest, body: str, *, at: datetime | None = None
) -> RequestMessage:
    """Let a rep answer; raise Conflict when it is the buyer's turn.

    With `at`, which is for samples, it is dated so, and no limits apply.
    """
    voice = access.require_answerer(actor)
    lock_for(voice, request)
    words = checked_words(body)
    limits.require_turn(request)
    if at is None:
        limits.count_message(voice.user_id)
    return vendor_did(request, get_claim_of(voice), MessageKind.WORDS, words, at=at)


def buyer_did(
    request: BuyerRequest, kind: MessageKind, words: tuple[str, str] = ("", "")
) -> RequestMessage:
    """Add a step of the buyer's, which the vendor's people hear of."""
    message = add_message(request, kind, words=words)
    events.publish(BuyerWrote(request.id, message.id))
    return message


def vendor_did(
    request: BuyerRequest,
    claim: RepClaim,
    kind: MessageKind,
    words: tuple[str, str] = ("", ""),
    *,
    at: datetime | None = None,
) -> RequestMessage:
    """Add a step of the vendor's, which the buyer hears of; the first is the answer."""
    message = add_message(request, kind, words=words, claim=claim, at=at)
    if request.answered_at is None:
        request.answered_at = message.created_at
    events.publish(VendorWrote(request.id, message.id))
    return message


def add_message(
    request: BuyerRequest,
    kind: MessageKind,
    *,
    words: tuple[str, str] = ("", ""),
    claim: RepClaim | None = None,
    at: datetime | None = None,
) -> RequestMessage:
    source, html = words
    message = RequestMessage(
        request_id=request.id,
        claim_id=None if claim is None else claim.id,
        kind=kind,
        source=source,
        html=html,
        renderer_version=RENDERER_VERSION,
        created_at=at or clock.now(),
    )
    db.session.add(message)
    db.session.flush()  # the event names it
    return message
