"""Moderators hide a vendor's words and show them again; whoever calls gives the reason."""

from community.core import clock, events
from community.core.actors import Actor
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


def withhold_dispute(actor: Actor, dispute: Dispute) -> None:
    """Keep a dispute, and its answer, from everybody but its vendor; the caller audits it."""
    access.require_moderator(actor)
    hold_dispute(dispute)


def hold_dispute(dispute: Dispute) -> None:
    """Keep a dispute, and its answer, from everybody but its vendor."""
    if dispute.hidden_at is None:
        dispute.hidden_at = clock.now()


def show_dispute(actor: Actor, dispute: Dispute) -> None:
    access.require_moderator(actor)
    dispute.hidden_at = None


def _put(text: OfficialText, state: State) -> None:
    """Give a text a state; one that its vendor removed gets it when it comes back."""
    if text.state is State.DELETED:
        move_text(text, State.DELETED, prior=state)
    else:
        move_text(text, state, prior=text.prior_state)
