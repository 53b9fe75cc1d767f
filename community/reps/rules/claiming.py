"""Claiming a vendor: a name, a title, and a mailbox at the vendor that is proven by mail."""

from datetime import timedelta

import sqlalchemy as sa

from community.accounts import limits
from community.accounts.addresses import mailbox_key
from community.accounts.domains import domain_of, registrable_domain
from community.accounts.models import TokenPurpose
from community.accounts.queries import get_own_link
from community.accounts.rules.links import ask_for_link, use_link
from community.accounts.rules.work import checked_employer_address
from community.catalog.models import Vendor
from community.core import clock
from community.core.actors import Actor
from community.core.db import changed, db
from community.core.errors import Conflict, Invalid
from community.core.text import clean_line
from community.deals.queries import products_by_deal_of
from community.reps import access, queries
from community.reps.models import (
    NAME_LENGTH,
    TITLE_LENGTH,
    ClaimState,
    RepClaim,
    VendorDomain,
)
from community.reviews.models import HelpfulVote, Review
from community.threads.comparisons import Comparison, comparer_key
from community.threads.mine import posts_of
from community.threads.models import Vote

_UNPROVEN_FOR = timedelta(days=1)
_REFUSED_FOR = timedelta(days=30)
_REFUSED = "Please correct what is marked."
_TAKEN = {
    ClaimState.OPEN: "Your claim waits for a moderator already.",
    ClaimState.APPROVED: "You speak for a vendor already. Who changes employers asks a "
    "moderator to withdraw the old claim first.",
}


def ask_to_speak_for(
    actor: Actor, vendor: Vendor, *, real_name: str, title: str, email: str
) -> RepClaim:
    """Note the wish and mail a link to the address; the claim opens once it is proven."""
    user_id = access.require_claimant(actor)
    name, role = _checked_names(real_name, title)
    email = checked_employer_address(email)
    domain = registrable_domain(domain_of(email)) or ""
    require_domain_of(vendor, domain)
    claim = _find_replaceable(user_id)
    require_no_buyer(user_id)
    limits.count_work_proof(user_id, email=email)
    claim.vendor_id, claim.real_name, claim.title = vendor.id, name, role
    claim.domain, claim.mailbox_key = domain, mailbox_key(email)
    claim.created_at = clock.now()
    db.session.add(claim)
    ask_for_link(TokenPurpose.VENDOR, email=email, user_id=user_id)
    return claim


def prove_claim(actor: Actor, token: str) -> RepClaim:
    """Use the link that `token` is of: from now on a moderator can decide."""
    get_own_link(actor, token, TokenPurpose.VENDOR)
    _purpose, email, user = use_link(token, TokenPurpose.VENDOR)
    claim = queries.find_live_claim(user.id)
    if (
        claim is None
        or claim.state is not ClaimState.UNPROVEN
        or claim.mailbox_key != mailbox_key(email)
    ):
        raise Conflict(
            "Nothing waits for this address any more. Claim the vendor again."
        )
    claim.state = ClaimState.OPEN
    claim.proven_at = clock.now()
    return claim


def forget_refused_names() -> None:
    """Blank who asked in vain: after a day without proof, 30 days after a refusal."""
    now = clock.now()
    over = sa.or_(
        sa.and_(
            RepClaim.state == ClaimState.UNPROVEN,
            RepClaim.created_at < now - _UNPROVEN_FOR,
        ),
        sa.and_(
            RepClaim.state == ClaimState.REFUSED,
            RepClaim.decided_at < now - _REFUSED_FOR,
        ),
    )
    changed(
        sa.update(RepClaim)
        .where(over, RepClaim.mailbox_key != "")
        .values(real_name="", title="", domain="", mailbox_key="")
    )


def require_domain_of(vendor: Vendor, domain: str) -> None:
    """Raise Invalid when the domain is known as another's, or the vendor's are others."""
    known = db.session.execute(
        sa.select(VendorDomain.vendor_id, VendorDomain.domain).where(
            sa.or_(VendorDomain.vendor_id == vendor.id, VendorDomain.domain == domain)
        )
    ).all()
    owner = next((who for who, one in known if one == domain), None)
    if owner == vendor.id:
        return
    if owner is not None:
        raise _wrong_address("That is the domain of another vendor.")
    own = sorted(one for _, one in known)
    if own:
        raise _wrong_address(
            f"{vendor.name} has its mail at {', '.join(own)}. If it has another domain "
            "as well, tell a moderator."
        )


def require_no_buyer(user_id: int) -> None:
    """Raise Conflict for an account that has acted as a buyer, or was one."""
    acted = (
        sa.exists().where(Review.author_id == user_id),
        sa.exists().where(HelpfulVote.user_id == user_id),
        sa.exists().where(Vote.user_id == user_id),
        sa.exists().where(Comparison.owner_key == comparer_key(user_id)),
    )
    if (
        products_by_deal_of([user_id])
        or posts_of([user_id])
        or db.session.scalar(sa.select(sa.or_(*acted)))
    ):
        raise Conflict(
            "This account is a buyer’s: it has shared or compared prices, voted, "
            "reviewed, asked or answered. Whoever speaks for a vendor needs an account of its own.",
            code="buyers-account",
        )


def _wrong_address(sentence: str) -> Invalid:
    return Invalid(_REFUSED, fields={"email": sentence})


def _checked_names(real_name: str, title: str) -> tuple[str, str]:
    name, role = clean_line(real_name), clean_line(title)
    wrong = {}
    if not _is_name(name, NAME_LENGTH):
        wrong["real_name"] = f"Give your real name, {NAME_LENGTH} characters at most."
    if not _is_name(role, TITLE_LENGTH):
        wrong["title"] = f"Give your title, {TITLE_LENGTH} characters at most."
    if wrong:
        raise Invalid(_REFUSED, fields=wrong)
    return name, role


def _is_name(text: str, most: int) -> bool:
    return len(text) <= most and any(letter.isalpha() for letter in text)


def _find_replaceable(user_id: int) -> RepClaim:
    """Return the wish that was not proven yet, or a new one; raise Conflict for others."""
    claim = queries.find_live_claim(user_id)
    if claim is None:
        return RepClaim(user_id=user_id, state=ClaimState.UNPROVEN)
    if claim.state is not ClaimState.UNPROVEN:
        raise Conflict(_TAKEN[claim.state])
    return claim
