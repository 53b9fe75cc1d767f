"""What moderators decide beside a price: its note, a rejection and the appeal, for the matrix."""

from decimal import Decimal

from community.core.actors import SYSTEM, Actor
from community.core.db import db
from community.deals.appeals.rules import appeal
from community.deals.drafts import DealDraft
from community.deals.kinds import Ground, HoldReason
from community.deals.models import Deal
from community.deals.notes.queries import find_of_deal
from community.deals.rules.moderating import reject_held
from community.deals.rules.reporting import submit_deal
from community.deals.rules.reviewing import hold_line


def contested(buyer: Actor, draft: DealDraft) -> dict[str, str]:
    """Return the public ids of the deal, and of what was rejected of it."""
    deal = submit_deal(buyer, draft)
    hold_line(deal.lines[0], [HoldReason.SANITY_HIGH], Decimal(12))
    db.session.flush()  # what is decided next is looked up
    hold = deal.lines[0].hold
    assert hold is not None
    reject_held(SYSTEM, hold, "It is twelve times the others.", Ground.NOT_PAID)
    db.session.flush()  # as above
    appeal(buyer, hold, "The invoice says so; there is no other price.")
    return {"contested": deal.public_id, "appealed": hold.public_id}


def note_of(deal: Deal) -> str:
    """Return the public id of the note beside a deal."""
    db.session.flush()  # the address holds it
    note = find_of_deal(deal)
    assert note is not None
    return note.public_id
