"""Two at a time are safe: whoever changes a request has it for themselves until the end."""

from community.core.actors import Actor
from community.core.db import db
from community.core.errors import Conflict, Forbidden
from community.core.ports import Voice
from community.reps.models import RepClaim
from community.requests import access
from community.requests.models import BuyerRequest


def lock_own(actor: Actor, request: BuyerRequest) -> None:
    """Hold a request for its buyer; raise Conflict when it is open no more."""
    if not access.is_own(actor, request):
        raise Forbidden("Only its buyer does that.")
    db.session.refresh(request, with_for_update=True)
    access.require_open(request)


def lock_for(voice: Voice, request: BuyerRequest) -> None:
    """Hold a request for a rep; raise Conflict when it was withdrawn this moment."""
    db.session.refresh(request, with_for_update=True)
    chosen = db.session.get(RepClaim, request.claim_id or 0)
    if not access.can_answer(
        voice, request, None if chosen is None else chosen.user_id
    ):
        raise Conflict("This request is not open any more.")
