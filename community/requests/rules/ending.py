"""How a request ends: taken back by its buyer, or when its last day is over."""

from datetime import timedelta

import sqlalchemy as sa

from community.core import clock, events
from community.core.actors import Actor
from community.core.db import changed, db
from community.core.errors import Conflict, Forbidden
from community.requests import access
from community.requests.events import RequestTakenBack
from community.requests.kinds import RequestState
from community.requests.models import BuyerRequest
from community.requests.rules.locking import lock_own

KEPT = timedelta(days=400)
"""How long what is over stays for its buyer, and in a vendor's record of a year."""
_A_JOB = 200


def withdraw(actor: Actor, request: BuyerRequest) -> None:
    """Take a request back: from now on nobody of the vendor finds anything of it."""
    lock_own(actor, request)
    _close(request, RequestState.WITHDRAWN)


def delete(actor: Actor, request: BuyerRequest) -> None:
    """Delete what is over for good, with all that was said in it."""
    if not access.is_own(actor, request):
        raise Forbidden("Only its buyer does that.")
    if access.is_open(request):
        raise Conflict("Withdraw it first.")
    changed(sa.delete(BuyerRequest).where(BuyerRequest.id == request.id))


def take_back_all(user_id: int) -> None:
    """Withdraw what is open of somebody's, whatever they are now."""
    for request in db.session.scalars(
        sa.select(BuyerRequest)
        .where(BuyerRequest.buyer_id == user_id, access.open_requests())
        .order_by(BuyerRequest.id)
        .with_for_update()
    ):
        _close(request, RequestState.WITHDRAWN)


def end_due() -> bool:
    """End some requests whose last day is over; return whether there may be more."""
    due = db.session.scalars(
        sa.select(BuyerRequest)
        .where(
            BuyerRequest.state == RequestState.OPEN,
            BuyerRequest.ends_at <= clock.now(),
        )
        .order_by(BuyerRequest.ends_at, BuyerRequest.id)
        .limit(_A_JOB)
        .with_for_update()
    ).all()
    for request in due:
        _close(request, RequestState.ENDED)
    return len(due) == _A_JOB


def forget_old() -> None:
    """Delete requests that have long been over, with all that was said in them."""
    changed(
        sa.delete(BuyerRequest).where(
            BuyerRequest.state != RequestState.OPEN,
            BuyerRequest.closed_at < clock.now() - KEPT,
        )
    )


def _close(request: BuyerRequest, state: RequestState) -> None:
    request.state = state
    request.closed_at = clock.now()
    request.shown_size = request.shown_region = None
    request.shown_name = request.shown_mail = None
    db.session.flush()  # subscribers look at what is open
    events.publish(RequestTakenBack(request.id))
