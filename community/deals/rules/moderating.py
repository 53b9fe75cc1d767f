"""What moderators do with raw deals: read one, see its author, decide what was held.

Each leaves a row in the audit, in the same transaction.
"""

from community.accounts.models import User
from community.accounts.rules.revealing import reveal
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import Conflict
from community.core.measuring import Fact
from community.core.reasons import audit, given
from community.deals import access
from community.deals.kinds import Ground, HoldDecision, HoldState, ReviewState
from community.deals.models import Deal, LineHold
from community.deals.owners import open_author
from community.deals.rejections import keep_rejection
from community.deals.rules.reviewing import tell_looked_at, tell_waited


def read_deal(actor: Actor, deal: Deal, reason: str) -> None:
    """Let a moderator read a deal without its author."""
    access.require_reviewer(actor, deal)
    audit(actor, "deal.read", f"deal {deal.public_id}", given(reason))


def reveal_author(actor: Actor, deal: Deal, reason: str) -> User:
    """Return who reported a deal; they get a letter that somebody looked, and why."""
    access.require_reviewer(actor, deal)
    return reveal(
        actor,
        "deal.author-revealed",
        f"deal {deal.public_id}",
        reason,
        open_seal=lambda: open_author(deal.sealed_author),
    )


def accept_held(actor: Actor, hold: LineHold, reason: str) -> None:
    """Let a held line count, however far off it is, until its deal is changed."""
    _decide(actor, hold, HoldDecision.ACCEPTED, reason)
    hold.line.review = ReviewState.ACCEPTED
    tell_looked_at(Fact.PRICE_ACCEPTED, str(hold.line.deal.evidence))


def reject_held(
    actor: Actor, hold: LineHold, reason: str, ground: Ground | None
) -> None:
    """Keep a held line out of all figures; its author reads why, and may appeal."""
    _decide(actor, hold, HoldDecision.REJECTED, reason)
    keep_rejection(actor, hold.line.deal, hold, ground)
    hold.line.review = ReviewState.REJECTED
    tell_looked_at(Fact.PRICE_REJECTED, str(hold.line.deal.evidence))


def _decide(actor: Actor, hold: LineHold, decision: HoldDecision, reason: str) -> None:
    access.require_decider(actor, hold.line.deal)
    db.session.refresh(hold, with_for_update=True)  # another one may be deciding
    if hold.state is HoldState.DECIDED:
        raise Conflict("Somebody has decided on this already.")
    hold.decision_reason = given(reason)
    hold.state = HoldState.DECIDED
    hold.decision = decision
    hold.decided_role = actor.role
    tell_waited(hold)
    audit(actor, f"hold.{decision}", f"hold {hold.public_id}", hold.decision_reason)
