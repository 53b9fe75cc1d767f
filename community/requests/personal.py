"""What private requests hold of a person: a buyer's go, and the vendor's copy with them."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from community.core.db import changed, db
from community.core.personal import Fate, Held, Kept, Leaver, Part, Person, nobodys
from community.core.settings import Settings
from community.reps.models import RepClaim
from community.requests import access
from community.requests.models import (
    BuyerRequest,
    ContactRecord,
    ProposedTime,
    RequestMessage,
)
from community.requests.rules.ending import KEPT, take_back_all


def _own(person: Person) -> sa.Select[int]:
    return sa.select(BuyerRequest.id).where(BuyerRequest.buyer_id == person.user_id)


def _said_for_vendors(
    person: Person, model: type[RequestMessage | ProposedTime]
) -> sa.ColumnElement[bool]:
    """Match what they said as a rep where they still read it: what is over is the buyer's."""
    claims = sa.select(RepClaim.id).where(RepClaim.user_id == person.user_id)
    read = sa.select(BuyerRequest.id).where(access.read_by(person.user_id))
    return sa.and_(model.claim_id.in_(claims), model.request_id.in_(read))


def _request(person: Person, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Tell its buyer, and nobody else, which request a row belongs to."""
    request = db.session.get_one(BuyerRequest, row["request_id"])
    return {"request": request.subject if request.buyer_id == person.user_id else None}


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
            _said_for_vendors(person, RequestMessage),
        ),
        why="A buyer’s request goes whole. What you said for a vendor stays with the "
        "buyer whom you told it, without your name; you find it here while their "
        "request is open.",
        without=frozenset({"request_id"}),
        tells=_request,
    ),
    Held(
        ProposedTime,
        Fate.NAMELESS,
        "Times that were proposed",
        lambda person: sa.or_(
            ProposedTime.request_id.in_(_own(person)),
            _said_for_vendors(person, ProposedTime),
        ),
        why="As with what was said.",
        without=frozenset({"request_id"}),
        tells=_request,
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
