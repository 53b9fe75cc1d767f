"""Moderators decide who speaks for a vendor, and take that back: with a reason, audited."""

import sqlalchemy as sa

from community.accounts import letters
from community.accounts.models import AccountState, User
from community.accounts.post import post, site
from community.accounts.rules.people import make_rep
from community.catalog.models import Vendor
from community.core import clock, events
from community.core.actors import Actor, Role
from community.core.db import changed, db, insert_ignore
from community.core.errors import Conflict, Forbidden
from community.core.reasons import audit, given
from community.reps import access
from community.reps.events import ClaimDecided
from community.reps.models import ClaimState, RepClaim, VendorDomain
from community.reps.rules.claiming import require_domain_of, require_no_buyer


def approve_claim(actor: Actor, claim: RepClaim, reason: str) -> None:
    """Let the account speak for the vendor; its domain is the vendor's from now on."""
    _require_impartial(actor, claim)
    why = given(reason)
    vendor, user = _vendor_of(claim), db.session.get_one(User, claim.user_id)
    if user.state is not AccountState.ACTIVE:
        raise Conflict("This account is locked.")
    if user.role not in {Role.MEMBER, Role.REP}:
        raise Conflict(f"This account is a {user.role}’s: it stays independent.")
    require_no_buyer(user.id)
    require_domain_of(vendor, claim.domain)
    _decide(actor, claim, ClaimState.OPEN, ClaimState.APPROVED, "")
    row = {
        "vendor_id": vendor.id,
        "domain": claim.domain,
        "added_by_id": actor.user_id,
        "created_at": clock.now(),
    }
    insert_ignore(VendorDomain, [row])
    make_rep(user)
    _tell(actor, "rep.approve", claim, why, approved=True)
    place = site()
    _write(user, letters.vendor_claim_approved(place, vendor.name))


def refuse_claim(actor: Actor, claim: RepClaim, reason: str) -> None:
    """Say no, and why; the account may claim again."""
    _require_impartial(actor, claim)
    why = given(reason)
    _decide(actor, claim, ClaimState.OPEN, ClaimState.REFUSED, why)
    _tell(actor, "rep.refuse", claim, why, approved=False)
    _write_refusal(claim, why)


def withdraw_claim(actor: Actor, claim: RepClaim, reason: str) -> None:
    """End an approval: what was posted stays and is signed as before.

    The account stays a rep's, of nobody: it never becomes a buyer's.
    """
    _require_impartial(actor, claim)
    why = given(reason)
    _decide(actor, claim, ClaimState.APPROVED, ClaimState.WITHDRAWN, why)
    _tell(actor, "rep.withdraw", claim, why, approved=False)
    _write_refusal(claim, why)


def _require_impartial(actor: Actor, claim: RepClaim) -> None:
    access.require_decider(actor)
    if claim.user_id == actor.user_id:
        raise Forbidden("Another moderator decides about your own claim.")


def _decide(
    actor: Actor, claim: RepClaim, old: ClaimState, new: ClaimState, reason: str
) -> None:
    decided = changed(
        sa.update(RepClaim)
        .where(RepClaim.id == claim.id, RepClaim.state == old)
        .values(
            state=new,
            reason=reason,
            decided_by_id=actor.user_id,
            decided_at=clock.now(),
        )
    )
    if not decided:
        raise Conflict("Another moderator was faster, or it is not proven yet.")
    db.session.expire(claim)


def _tell(
    actor: Actor, action: str, claim: RepClaim, reason: str, *, approved: bool
) -> None:
    audit(actor, action, f"claim {claim.public_id}", reason)
    events.publish(
        ClaimDecided(
            claim_id=claim.id,
            user_id=claim.user_id,
            vendor_id=claim.vendor_id,
            approved=approved,
            reason=reason,
        )
    )


def _vendor_of(claim: RepClaim) -> Vendor:
    return db.session.get_one(Vendor, claim.vendor_id)


def _write_refusal(claim: RepClaim, reason: str) -> None:
    user, vendor = db.session.get_one(User, claim.user_id), _vendor_of(claim)
    _write(user, letters.vendor_claim_ended(site(), vendor.name, reason))


def _write(user: User, letter: letters.Letter) -> None:
    if user.email is not None:
        post(user.email, letter)
