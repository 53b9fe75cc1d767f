"""What private requests hold of a person: a buyer's go, and the vendor's copy with them."""

import sqlalchemy as sa

from community.core.db import changed, db
from community.core.personal import Fate, Held, Kept, Leaver, Part, Person, nobodys
from community.core.settings import Settings
from community.reps.models import RepClaim
from community.requests.models import (
    BuyerRequest,
    ContactRecord,
    ProposedTime,
    RequestMessage,
)
from community.requests.rules.ending import KEPT, take_back_all


def _own(person: Person) -> sa.Select[int]:
    return sa.select(BuyerRequest.id).where(BuyerRequest.buyer_id == person.user_id)


def _claims(person: Person) -> sa.Select[int]:
    return sa.select(RepClaim.id).where(RepClaim.user_id == person.user_id)


HELD = (
    Held(
        BuyerRequest,
        Fate.ERASED,
        "Questions that you asked vendors privately",
        lambda person: BuyerRequest.buyer_id == person.user_id,
    ),
    Held(
        RequestMessage,
        Fate.NAMELESS,
        "What was said in them, and what you said for a vendor",
        lambda person: sa.or_(
            RequestMessage.request_id.in_(_own(person)),
            RequestMessage.claim_id.in_(_claims(person)),
        ),
        why="A buyer’s request goes whole. What you said for a vendor stays with the "
        "buyer whom you told it, without your name.",
    ),
    Held(
        ProposedTime,
        Fate.NAMELESS,
        "Times that were proposed",
        lambda person: sa.or_(
            ProposedTime.request_id.in_(_own(person)),
            ProposedTime.claim_id.in_(_claims(person)),
        ),
        why="As with what was said.",
    ),
    *nobodys(ContactRecord),
)


def erase(leaver: Leaver) -> None:
    """Take back what is open, so that inboxes forget it, and delete all of it."""
    take_back_all(leaver.user_id)
    changed(sa.delete(BuyerRequest).where(BuyerRequest.buyer_id == leaver.user_id))
    # What a vendor's rep proposed: places to call name people.
    theirs = sa.select(RepClaim.id).where(RepClaim.user_id == leaver.user_id)
    changed(
        sa.update(ProposedTime)
        .where(ProposedTime.claim_id.in_(theirs))
        .values(place="not known any more")
    )
    db.session.expire_all()


def retention(_settings: Settings) -> tuple[Kept, ...]:
    return (
        Kept(
            "Questions that you asked vendors privately",
            f"until you delete them, {KEPT.days} days after they were over at most; the "
            "vendor’s people find nothing from the moment that one is over",
            "So that you find the answers, and a vendor’s record covers a year.",
        ),
    )


PART = Part("requests", "Requests to vendors", HELD, retention, erase)
