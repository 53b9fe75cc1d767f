"""What moderators do with raw deals: read one, see its author, decide what was held.

Each leaves a row in the audit, in the same transaction.
"""

from community.accounts.models import User
from community.accounts.queries import find_user
from community.core import events
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import Conflict, Invalid, NotFound
from community.core.events import Audited
from community.core.ratelimit import Limit, hit_if_done
from community.core.text import clean_line
from community.deals import access
from community.deals.kinds import HoldDecision, HoldState, ReviewState
from community.deals.models import Deal, LineHold
from community.deals.notices import author_was_revealed, keep_notice
from community.deals.owners import open_author

REASON_LENGTH = 500
MOST_REVEALS = Limit(10, 86_400)


class NoReason(Invalid):
    """A power was to be used without saying why."""

    status = 403
    code = "no-reason"


def read_deal(actor: Actor, deal: Deal, reason: str) -> None:
    """Let a moderator read a deal without its author."""
    access.require_reviewer(actor, deal)
    _audit(actor, "deal.read", f"deal {deal.public_id}", _given(reason))


def reveal_author(actor: Actor, deal: Deal, reason: str) -> User:
    """Return who reported a deal; they get a letter that somebody looked, and why."""
    access.require_reviewer(actor, deal)
    why = _given(reason)
    hit_if_done("deals.reveal", str(actor.user_id), MOST_REVEALS)
    _audit(actor, "deal.author-revealed", f"deal {deal.public_id}", why)
    author = find_user(open_author(deal.sealed_author))
    if author is None:
        raise NotFound("Whoever reported this has no account any more.")
    keep_notice(author.id, author_was_revealed(why))
    return author


def accept_held(actor: Actor, hold: LineHold, reason: str) -> None:
    """Let a held line count, however far off it is, until its deal is changed."""
    _decide(actor, hold, HoldDecision.ACCEPTED, reason)
    hold.line.review = ReviewState.ACCEPTED


def reject_held(actor: Actor, hold: LineHold, reason: str) -> None:
    """Keep a held line out of all figures; its author reads why."""
    _decide(actor, hold, HoldDecision.REJECTED, reason)
    hold.line.review = ReviewState.REJECTED


def _decide(actor: Actor, hold: LineHold, decision: HoldDecision, reason: str) -> None:
    access.require_decider(actor, hold.line.deal)
    db.session.refresh(hold, with_for_update=True)  # another one may be deciding
    if hold.state is HoldState.DECIDED:
        raise Conflict("Somebody has decided on this already.")
    hold.decision_reason = _given(reason)
    hold.state = HoldState.DECIDED
    hold.decision = decision
    hold.decided_role = actor.role
    _audit(actor, f"hold.{decision}", f"hold {hold.public_id}", hold.decision_reason)


def _given(reason: str) -> str:
    """Return the reason in one line; raise NoReason without one."""
    line = clean_line(reason)
    if not line:
        sentence = "Say why: the audit keeps it."
        raise NoReason("Say why first.", fields={"reason": sentence})
    if len(line) > REASON_LENGTH:
        sentence = f"At most {REASON_LENGTH} characters."
        raise Invalid("That is too long.", fields={"reason": sentence})
    return line


def _audit(actor: Actor, action: str, subject: str, reason: str) -> None:
    events.publish(
        Audited(
            actor_id=actor.user_id,
            role=str(actor.role),
            action=action,
            subject=subject,
            reason=reason,
        )
    )
