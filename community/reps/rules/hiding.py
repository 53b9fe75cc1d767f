"""Moderators hide a vendor's words and show them again: with a reason, audited."""

import sqlalchemy as sa

from community.core import clock, events
from community.core.actors import Actor
from community.core.db import changed, db
from community.core.errors import Conflict
from community.core.reasons import audit, given
from community.core.visibility import State
from community.reps import access
from community.reps.events import OfficialHidden, OfficialUnhidden
from community.reps.models import Dispute, OfficialText
from community.reps.rules.publishing import move_text


def withhold(actor: Actor, text: OfficialText, why: str) -> None:
    """Hide a text, nothing if it is hidden; whoever calls has it audited."""
    access.require_moderator(actor)
    if State.HIDDEN in {text.state, text.prior_state}:
        return
    _put(text, State.HIDDEN)
    _tell_hidden(actor, text, why)


def strike(actor: Actor, text: OfficialText, why: str) -> None:
    """Remove a text for its vendor too, which can't bring it back; moderators can."""
    access.require_moderator(actor)
    if text.state is State.REMOVED:
        return
    move_text(text, State.REMOVED, prior=None)
    _tell_hidden(actor, text, why)


def _tell_hidden(actor: Actor, text: OfficialText, why: str) -> None:
    events.publish(
        OfficialHidden(
            object_id=text.id,
            actor_id=actor.user_id,
            vendor_id=text.vendor_id,
            reason=why,
        )
    )


def bring_back(actor: Actor, text: OfficialText, why: str) -> None:
    """Show what was hidden or held, nothing if it is shown; the caller has it audited."""
    access.require_moderator(actor)
    if State.PUBLIC in {text.state, text.prior_state}:
        return
    _put(text, State.PUBLIC)
    events.publish(
        OfficialUnhidden(
            object_id=text.id,
            actor_id=actor.user_id,
            vendor_id=text.vendor_id,
            reason=why,
        )
    )


def hold_text(text: OfficialText) -> None:
    """Keep a public text from all but its vendor, until a moderator decides."""
    if text.state is not State.PUBLIC:
        return
    _put(text, State.HELD)
    events.publish(
        OfficialHidden(
            object_id=text.id, vendor_id=text.vendor_id, reason="Under review."
        )
    )


def hide_dispute(actor: Actor, dispute: Dispute, reason: str) -> None:
    """Hide a dispute, and its answer, from everybody but its vendor."""
    access.require_moderator(actor)
    why = given(reason)
    _put_dispute(dispute, hidden=True)
    audit(actor, "dispute.hide", f"dispute {dispute.public_id}", why)


def unhide_dispute(actor: Actor, dispute: Dispute, reason: str) -> None:
    access.require_moderator(actor)
    why = given(reason)
    _put_dispute(dispute, hidden=False)
    audit(actor, "dispute.unhide", f"dispute {dispute.public_id}", why)


def _put_dispute(dispute: Dispute, *, hidden: bool) -> None:
    moved = changed(
        sa.update(Dispute)
        .where(Dispute.id == dispute.id, Dispute.hidden_at.is_(None) == hidden)
        .values(hidden_at=clock.now() if hidden else None)
    )
    if not moved:
        raise Conflict("It is hidden already." if hidden else "It is not hidden.")
    db.session.expire(dispute)


def _put(text: OfficialText, state: State) -> None:
    """Give a text a state; one that its vendor removed gets it when it comes back."""
    if text.state is State.DELETED:
        move_text(text, State.DELETED, prior=state)
    else:
        move_text(text, state, prior=text.prior_state)
