"""What vendors' representatives leave: their words are the vendor's, their name goes."""

import sqlalchemy as sa

from community.core import clock, events
from community.core.db import changed, db
from community.core.personal import Fate, Held, Kept, Leaver, Part, Person
from community.core.settings import Settings
from community.reps.events import KIND, ClaimDecided
from community.reps.models import (
    ClaimState,
    Dispute,
    OfficialText,
    OfficialVersion,
    RepClaim,
    VendorDomain,
)

FORMER = "A former representative"
_WHY = "The account was deleted."


def _claims(person: Person) -> sa.Select[int]:
    return sa.select(RepClaim.id).where(RepClaim.user_id == person.user_id)


HELD = (
    Held(
        RepClaim,
        Fate.NAMELESS,
        "Vendors that you spoke for, or wished to",
        lambda person: RepClaim.user_id == person.user_id,
        why="The vendor’s posts point at it; name, title and mailbox go.",
    ),
    Held(
        OfficialText,
        Fate.NAMELESS,
        "Replies and statements that you signed",
        lambda person: OfficialText.claim_id.in_(_claims(person)),
        why="They are the vendor’s word; your name goes from under them.",
        indexed=lambda ids: {KIND: ids},
    ),
    Held(
        OfficialVersion,
        Fate.NAMELESS,
        "Versions of these",
        lambda person: OfficialVersion.claim_id.in_(_claims(person)),
        why="They are the vendor’s word; your name goes from under them.",
    ),
    Held(
        Dispute,
        Fate.NAMELESS,
        "What you disputed for a vendor",
        lambda person: Dispute.claim_id.in_(_claims(person)),
        why="Disputes and their answers are public.",
    ),
    Held(
        VendorDomain,
        Fate.KEPT,
        "Domains of vendors that you confirmed",
        lambda person: VendorDomain.added_by_id == person.user_id,
        why="It is the vendor’s domain.",
        without=frozenset({"added_by_id"}),
    ),
)


def erase(leaver: Leaver) -> None:
    """End what somebody is for a vendor, and take the name from what they signed."""
    claims = db.session.scalars(
        sa.select(RepClaim).where(RepClaim.user_id == leaver.user_id)
    ).all()
    for claim in claims:
        was_approved = claim.state is ClaimState.APPROVED
        if claim.decided_at is None or was_approved:
            claim.state, claim.decided_at = ClaimState.WITHDRAWN, clock.now()
            claim.decided_by_id, claim.reason = None, _WHY
        claim.real_name, claim.title = FORMER, "account deleted"
        claim.mailbox_key = ""
        if was_approved:
            db.session.flush()  # subscribers look for who is left
            events.publish(
                ClaimDecided(
                    claim_id=claim.id,
                    user_id=claim.user_id,
                    vendor_id=claim.vendor_id,
                    approved=False,
                    reason=_WHY,
                )
            )
    changed(
        sa.update(VendorDomain)
        .where(VendorDomain.added_by_id == leaver.user_id)
        .values(added_by_id=None)
    )


def retention(_settings: Settings) -> tuple[Kept, ...]:
    return (
        Kept(
            "Name and title of a vendor’s representative",
            "as long as the account; of a claim that came to nothing a day without "
            "proof, or 30 days after a refusal",
            "What a vendor says is signed.",
        ),
    )


PART = Part("vendor", "Speaking for a vendor", HELD, retention, erase)
