"""A vendor disputes what stands about it; a moderator answers, in public, with a reason."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from community.accounts import letters
from community.accounts.affiliations import are_colleagues, is_of_team
from community.accounts.models import User
from community.accounts.post import post as send
from community.accounts.post import site
from community.catalog.models import Vendor
from community.catalog.queries import get_product_for
from community.core import clock, events
from community.core.actors import Actor
from community.core.db import changed, db, insert_ignore, new_public_id
from community.core.errors import Conflict, Forbidden, Invalid, NotFound
from community.core.namings import require_names_nobody
from community.core.ports import Voice
from community.core.reasons import audit, given
from community.core.screening import teams
from community.core.spokespeople import count_text
from community.core.text import clean_block, clean_line
from community.reps import access, disputes, queries
from community.reps.events import DisputeDecided, DisputeRaised
from community.reps.models import (
    Dispute,
    Figure,
    Grounds,
    RepClaim,
    Subject,
    Verdict,
)
from community.reps.subjects import Meant, find_meant
from community.reviews.queries import get_review_for
from community.threads.queries import get_post_for, get_question_post, get_thread_for

MIN_TEXT, MAX_TEXT = 20, 2_000
_NOT_YET = "Your dispute is not sent yet."
_OWN_ORGANISATION = "Moderators don’t decide about their own organisation."
_OWN_VENDOR = "Moderators don’t decide about their own vendor."


@dataclass(frozen=True)
class _Target:
    """The columns of what is disputed, and whose vendor's it is."""

    columns: dict[str, int]
    vendor_id: int | None


def raise_dispute(
    actor: Actor,
    *,
    address: str,
    figure: Figure,
    grounds: Grounds,
    text: str,
    at: datetime | None = None,
) -> Dispute:
    """Dispute a figure, a post or a review that is about the rep's own vendor.

    `figure` counts for the page of a product alone.
    """
    voice = access.require_writer(actor)
    meant, target = _found(actor, voice, address)
    words = _checked(voice, text)
    count_text(voice, at)
    row: dict[str, Any] = {
        "public_id": new_public_id(),
        "vendor_id": voice.vendor_id,
        "claim_id": queries.get_claim_of(voice).id,
        "subject": meant.subject,
        "figure": figure if meant.subject is Subject.FIGURE else None,
        **target.columns,
        "grounds": grounds,
        "text": words,
        "verdict": Verdict.OPEN,
        "reason": "",
        "created_at": at or clock.now(),
    }
    if not insert_ignore(Dispute, [row]):
        raise Conflict("This is disputed already; a moderator will answer.")
    dispute = disputes.get_dispute(row["public_id"])
    events.publish(DisputeRaised(dispute.id, voice.vendor_id))
    return dispute


def decide_dispute(
    actor: Actor, dispute: Dispute, *, upheld: bool, reason: str
) -> None:
    """Answer a vendor; what it is about stays as it is, unless somebody acts on it."""
    access.require_moderator(actor)
    why = given(reason)
    _require_impartial(actor, dispute)
    decided = changed(
        sa.update(Dispute)
        .where(Dispute.id == dispute.id, Dispute.verdict == Verdict.OPEN)
        .values(
            verdict=Verdict.UPHELD if upheld else Verdict.REJECTED,
            reason=why,
            decided_by_id=actor.user_id,
            decided_at=clock.now(),
        )
    )
    if not decided:
        raise Conflict("Another moderator was faster.")
    db.session.expire(dispute)
    audit(actor, "dispute.decide", f"dispute {dispute.public_id}", why)
    events.publish(DisputeDecided(dispute.id, dispute.vendor_id, upheld))
    _write(dispute)


def _found(actor: Actor, voice: Voice, address: str) -> tuple[Meant, _Target]:
    """Return what an address means; raise Invalid for what is not about the vendor."""
    meant = find_meant(address)
    try:
        target = None if meant is None else _target(actor, meant)
    except NotFound:
        target = None
    if meant is None or target is None:
        raise _wrong(
            "address",
            "Give the address of a product’s page here, or of a question, an answer or "
            "a review: it is under “Link”.",
        )
    if target.vendor_id != voice.vendor_id:
        raise _wrong("address", f"That is not about {voice.vendor}.")
    return meant, target


def _target(actor: Actor, meant: Meant) -> _Target:
    if meant.subject is Subject.FIGURE:
        product = get_product_for(actor, meant.vendor, meant.product)
        return _Target({"product_id": product.id}, product.vendor_id)
    if meant.subject is Subject.REVIEW:
        found = get_review_for(actor, meant.public_id)
        return _Target({"review_id": found.review.id}, found.product.vendor_id)
    if meant.is_thread:
        thread = get_thread_for(actor, meant.public_id)
        return _Target({"post_id": get_question_post(thread).id}, thread.vendor_id)
    post, thread = get_post_for(actor, meant.public_id)
    return _Target({"post_id": post.id}, thread.vendor_id)


def _checked(voice: Voice, text: str) -> str:
    words = clean_block(text).strip()
    if len(clean_line(words)) < MIN_TEXT:
        raise _wrong("text", f"Say what is wrong in {MIN_TEXT} characters or more.")
    if len(words) > MAX_TEXT:
        raise _wrong("text", f"Keep it to {MAX_TEXT:,} characters.")
    require_names_nobody(voice, words, field="text", refusal=_NOT_YET)
    return words


def _require_impartial(actor: Actor, dispute: Dispute) -> None:
    """Raise Forbidden for who wrote what is disputed, or is of whom disputes it.

    Of the first no row is left: it would tell who stands under an alias.
    """
    if access.wrote_disputed(actor, dispute):
        raise Forbidden("Moderators don’t decide about what they wrote themselves.")
    claim = db.session.get_one(RepClaim, dispute.claim_id)
    if are_colleagues(actor.user_id or 0, claim.user_id):
        raise Forbidden(_OWN_ORGANISATION, audited=_OWN_ORGANISATION)
    if is_of_team(actor.user_id or 0, teams().team_of(dispute.vendor_id)):
        raise Forbidden(_OWN_VENDOR, audited=_OWN_VENDOR)


def _write(dispute: Dispute) -> None:
    claim = db.session.get_one(RepClaim, dispute.claim_id)
    user = db.session.get_one(User, claim.user_id)
    vendor = db.session.get_one(Vendor, dispute.vendor_id)
    if user.email is not None:
        send(
            user.email,
            letters.dispute_decided(site(), vendor.slug, reason=dispute.reason),
        )


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(_NOT_YET, fields={field: sentence})
