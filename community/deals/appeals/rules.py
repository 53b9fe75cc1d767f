"""Appeals: by the author once, judged by somebody else than who rejected it."""

from community.core import clock
from community.core.actors import Actor
from community.core.clock import Month
from community.core.db import db
from community.core.errors import Conflict, Forbidden, Invalid
from community.core.measuring import Fact
from community.core.reasons import audit, given
from community.core.text import clean_block
from community.deals import access
from community.deals.appeals.queries import Rejected
from community.deals.kinds import (
    AppealState,
    DealState,
    HoldDecision,
    ReviewState,
)
from community.deals.models import Deal, LineHold
from community.deals.notes.kinds import NoteState
from community.deals.owners import decider_key
from community.deals.rejections import tell_judged
from community.deals.rules.reviewing import tell_looked_at

MONTHS = 6
"""As long as one may appeal (Article 20 of the DSA)."""
SHORTEST, LONGEST = 10, 2_000
_LENGTH = f"Say why in {SHORTEST} to {LONGEST:,} characters."


def deal_of(one: Rejected) -> Deal:
    return one.line.deal if isinstance(one, LineHold) else one.deal


def last_month(one: Rejected) -> Month:
    """Return the last month in which one may appeal."""
    return clock.add_months(Month(one.rejected_month), MONTHS)


def can_appeal(one: Rejected) -> bool:
    """Whether the rejection stands, is no older than that, and had no appeal yet."""
    return (
        one.appeal_state is None
        and bool(one.rejected_month)
        and clock.current_month() <= last_month(one)
        and deal_of(one).state is DealState.SUBMITTED
    )


def appeal(actor: Actor, one: Rejected, words: str) -> None:
    """Ask for a second look; raise Forbidden for anybody but its author, Conflict twice."""
    if not access.can_read_deal(actor, deal_of(one)):
        raise Forbidden("Only who reported a price can appeal.")
    text = clean_block(words).strip()
    if not SHORTEST <= len(text) <= LONGEST:
        raise Invalid("Nothing was sent yet.", fields={"text": _LENGTH})
    db.session.refresh(one, with_for_update=True)  # sent twice, it is one
    if not can_appeal(one):
        raise Conflict("There is nothing to appeal against here, or not any more.")
    one.appeal, one.appeal_state = text, AppealState.OPEN


def can_judge(actor: Actor, one: Rejected) -> bool:
    """Whether `actor` may decide about the deal, and did not reject it."""
    is_own = one.rejected_by == decider_key(actor.user_id) != ""
    return access.can_decide(actor, deal_of(one)) and not is_own


def judge(actor: Actor, one: Rejected, reason: str, *, grants: bool) -> None:
    """Let something count after all, or not; its author reads why, and it ends there."""
    access.require_decider(actor, deal_of(one))
    if not can_judge(actor, one):
        raise Forbidden(
            "You rejected it: somebody else looks at it again.", code="own-decision"
        )
    db.session.refresh(one, with_for_update=True)  # another one may be judging
    if one.appeal_state is not AppealState.OPEN:
        raise Conflict("Somebody has decided about this appeal already.")
    one.appeal_reason = given(reason)
    one.appeal_state = AppealState.GRANTED if grants else AppealState.REFUSED
    kind = "hold" if isinstance(one, LineHold) else "note"
    subject = f"{kind} {one.public_id}"
    audit(actor, f"{kind}.appeal-{one.appeal_state}", subject, one.appeal_reason)
    if grants:
        _let_it_count(one)
    tell_judged(deal_of(one))


def _let_it_count(one: Rejected) -> None:
    if not isinstance(one, LineHold):
        one.state = NoteState.ACCEPTED
        return
    one.decision = HoldDecision.ACCEPTED
    one.line.review = ReviewState.ACCEPTED
    tell_looked_at(Fact.PRICE_ACCEPTED, str(one.line.deal.evidence))
