"""A buyer tells more of themselves, step by step; nobody tells it for them."""

from collections.abc import Sequence

from community.accounts.queries import get_own_account
from community.core.actors import Actor
from community.core.errors import Conflict
from community.requests import access, reading
from community.requests.drafts import Shown, Told, shown
from community.requests.kinds import MessageKind, Reveals, steps_after
from community.requests.models import BuyerRequest
from community.requests.reading import Seen
from community.requests.rules.locking import lock_own
from community.requests.rules.saying import buyer_did


def steps_left(request: BuyerRequest) -> tuple[Reveals, ...]:
    """Return what can still be told; raise Conflict where that is nothing."""
    access.require_open(request)
    steps = steps_after(request.reveals)
    if not steps:
        raise Conflict("You have told everything that a request tells.")
    return steps


def preview_more(actor: Actor, request: BuyerRequest, told: Told) -> Seen:
    """Return what the vendor would see from then on, or say what is wrong."""
    return reading.seen(request.alias, _more(actor, request, told))


def reveal_more(actor: Actor, request: BuyerRequest, told: Told) -> None:
    """Tell more from now on; raise Conflict for what is told already."""
    access.require_asker(actor)
    lock_own(actor, request)
    for name, value in _more(actor, request, told).columns.items():
        setattr(request, name, value)
    buyer_did(request, MessageKind.REVEALED)


def _more(actor: Actor, request: BuyerRequest, told: Told) -> Shown:
    return more_told(actor, told, steps_left(request))


def more_told(actor: Actor, told: Told, left: Sequence[Reveals]) -> Shown:
    """Return what would be seen after one of the steps `left`; raise Conflict for another."""
    if told.reveals not in left:
        raise Conflict("You have told that already; what is told can’t be told less.")
    return told_by(actor, told)


def told_by(actor: Actor, told: Told) -> Shown:
    """Return what somebody would show of themselves; the address is that of their account."""
    return shown(told, get_own_account(actor).email)
