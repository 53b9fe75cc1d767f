"""Who sees a request: its buyer, and whom of the vendor they chose, while it is open."""

import sqlalchemy as sa

from community.core import clock
from community.core.actors import Actor, Role
from community.core.errors import Conflict, Forbidden
from community.core.factors import require_two_factors
from community.core.ports import Voice
from community.core.spokespeople import voice_of
from community.reps.models import ClaimState, RepClaim
from community.requests.kinds import RequestState
from community.requests.models import BuyerRequest

_OVER = {
    RequestState.WITHDRAWN: "You have withdrawn this request.",
    RequestState.ENDED: "This request is over: its last day has passed.",
}


def can_ask(actor: Actor) -> bool:
    """Members with a proven address; staff stays independent, and reps never begin."""
    return actor.role is Role.MEMBER and actor.proven


def require_asker(actor: Actor) -> int:
    """Return the id of a buyer; raise Forbidden for anybody else."""
    if not can_ask(actor) or actor.user_id is None:
        raise Forbidden("Only members with a proven address ask a vendor privately.")
    return actor.user_id


def require_answerer(actor: Actor) -> Voice:
    """Return the voice of a confirmed rep with two factors; raise Forbidden otherwise.

    Reading asks for both factors as well: unlike all else a rep reads, this isn't public.
    """
    voice = voice_of(actor)
    if voice is None:
        raise Forbidden(
            "Claim your vendor first: nobody has confirmed whom you speak for."
        )
    require_two_factors(actor)
    return voice


def is_own(actor: Actor, request: BuyerRequest) -> bool:
    return actor.user_id is not None and request.buyer_id == actor.user_id


def own_requests(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the filter that is_own() is the predicate of."""
    if actor.user_id is None:
        return sa.false()
    return BuyerRequest.buyer_id == actor.user_id


def is_open(request: BuyerRequest) -> bool:
    """Whether it counts: the last day's end does not wait for the job that notes it."""
    return request.state is RequestState.OPEN and clock.now() < request.ends_at


def open_requests() -> sa.ColumnElement[bool]:
    """Return the filter that is_open() is the predicate of."""
    return sa.and_(
        BuyerRequest.state == RequestState.OPEN, BuyerRequest.ends_at > clock.now()
    )


def can_answer(voice: Voice, request: BuyerRequest, chosen_id: int | None) -> bool:
    """Whether a voice's rep sees an open request; `chosen_id` is whose it is, if one's."""
    return (
        is_open(request)
        and request.vendor_id == voice.vendor_id
        and request.buyer_id != voice.user_id
        and (request.claim_id is None or chosen_id == voice.user_id)
    )


def answerable_requests(voice: Voice) -> sa.ColumnElement[bool]:
    """Return the filter that can_answer() is the predicate of."""
    theirs = sa.select(RepClaim.id).where(
        RepClaim.user_id == voice.user_id, RepClaim.state == ClaimState.APPROVED
    )
    return sa.and_(
        open_requests(),
        BuyerRequest.vendor_id == voice.vendor_id,
        BuyerRequest.buyer_id != voice.user_id,
        sa.or_(BuyerRequest.claim_id.is_(None), BuyerRequest.claim_id.in_(theirs)),
    )


def read_by(user_id: int) -> sa.ColumnElement[bool]:
    """Return the filter of requests that somebody reads now, for whichever vendor."""
    of = (RepClaim.user_id == user_id, RepClaim.state == ClaimState.APPROVED)
    return sa.and_(
        open_requests(),
        BuyerRequest.buyer_id != user_id,
        BuyerRequest.vendor_id.in_(sa.select(RepClaim.vendor_id).where(*of)),
        sa.or_(
            BuyerRequest.claim_id.is_(None),
            BuyerRequest.claim_id.in_(sa.select(RepClaim.id).where(*of)),
        ),
    )


def require_open(request: BuyerRequest) -> None:
    """Raise Conflict where a buyer is late to change their own request."""
    if request.state is not RequestState.OPEN:
        raise Conflict(_OVER[request.state])
    if not is_open(request):
        raise Conflict(_OVER[RequestState.ENDED])
