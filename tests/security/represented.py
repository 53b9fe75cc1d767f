"""A vendor of the town that has a representative: what was said, and who waits."""

from community.accounts.models import User
from community.core import clock
from community.core.db import db
from community.reps.models import ClaimState, Figure, Grounds, RepClaim
from community.reps.rules import disputing, publishing
from community.threads.models import Thread


def represent(rep: User, waiting: User, thread: Thread) -> dict[str, str]:
    """Have `rep` speak for the vendor that `thread` is about; return names for addresses."""
    vendor_id, at = thread.vendor_id or 0, thread.created_at
    rep.two_factors_since = at
    _claim(rep, vendor_id, ClaimState.APPROVED)
    text = publishing.reply(rep.actor, thread, "The cap of 5 % holds.", at=at)
    dispute = disputing.raise_dispute(
        rep.actor,
        address=f"/questions/{thread.public_id}/a",
        figure=Figure.PAID,
        grounds=Grounds.OUTDATED,
        text="We changed that in June of last year.",
        at=at,
    )
    return {
        "dispute": dispute.public_id,
        "official": text.public_id,
        "claim": _claim(waiting, vendor_id, ClaimState.OPEN).public_id,
        "decision": "refuse",
    }


def _claim(user: User, vendor_id: int, state: ClaimState) -> RepClaim:
    claim = RepClaim(
        vendor_id=vendor_id,
        user_id=user.id,
        real_name=f"{user.handle.title()} Alder",
        title="Head of Pricing",
        domain="arbor.example",
        mailbox_key=f"mailbox of {user.handle}",
        state=state,
        proven_at=clock.now(),
        decided_at=clock.now() if state is ClaimState.APPROVED else None,
    )
    db.session.add(claim)
    db.session.flush()  # the address holds the public id
    return claim
