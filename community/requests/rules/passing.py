"""A representative leaves: the buyer hears of it, and decides who reads on, if anybody.

Nobody but the buyer passes a request on. Whoever gets it sees what its vendor had been
shown already, and nothing more.
"""

import sqlalchemy as sa

from community.accounts.correspondence import write_to
from community.accounts.post import site
from community.catalog.models import Vendor
from community.core import events
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import Conflict, Invalid
from community.reps.models import ClaimState, RepClaim
from community.requests import access, letters, queries
from community.requests.drafts import NOT_SENT
from community.requests.events import RequestPassedOn
from community.requests.models import BuyerRequest, RequestMessage
from community.requests.rules.locking import lock_own


def rep_left(claim_id: int, vendor_id: int) -> None:
    """Tell the buyers whose open requests a representative read, and what follows."""
    vendor = db.session.get_one(Vendor, vendor_id)
    for request in queries.list_open_read_by(claim_id):
        is_theirs_alone = request.claim_id == claim_id
        letter = letters.rep_left(
            site(),
            vendor.name,
            public_id=request.public_id,
            reads_on=not is_theirs_alone and bool(queries.recipients_of(request)),
            to_one=is_theirs_alone,
        )
        write_to(request.buyer_id, letter.subject, letter.text)


def may_pass_on(request: BuyerRequest, claim: RepClaim | None) -> bool:
    """Whether its buyer may choose anew who reads it: whom they chose is gone."""
    return (
        access.is_open(request)
        and claim is not None
        and claim.state is not ClaimState.APPROVED
    )


def pass_on(actor: Actor, request: BuyerRequest, to: str) -> None:
    """Let another representative of the vendor read on, or its whole team (`to` is "")."""
    access.require_asker(actor)
    lock_own(actor, request)
    if not may_pass_on(request, db.session.get(RepClaim, request.claim_id or 0)):
        raise Conflict("Whom you chose still speaks for the vendor: they read it.")
    team = queries.list_spokespeople(request.vendor_id)
    chosen = next((one for one in team if one.public_id == to), None)
    if not team or (to and chosen is None):
        wrong = "Choose somebody who speaks for the vendor."
        raise Invalid(NOT_SENT, fields={"to": wrong})
    request.claim_id = None if chosen is None else chosen.id
    db.session.flush()  # who hears of it is asked of the database
    latest = db.session.scalar(
        sa.select(sa.func.max(RequestMessage.id)).where(
            RequestMessage.request_id == request.id
        )
    )
    events.publish(RequestPassedOn(request.id, latest or 0))
