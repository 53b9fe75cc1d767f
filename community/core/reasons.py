"""Why somebody uses a power over others: asked for first, and written in the audit."""

from community.core import events
from community.core.actors import Actor
from community.core.errors import Invalid
from community.core.events import Audited
from community.core.text import clean_line

REASON_LENGTH = 500
MIN_REASON, MAX_REASON = 5, REASON_LENGTH


class NoReason(Invalid):
    """A power was to be used without saying why."""

    status = 403
    code = "no-reason"


def given(reason: str) -> str:
    """Return the reason in one line; raise NoReason without one, Invalid when too long."""
    line = clean_line(reason)
    if not line:
        sentence = "Say why: the audit keeps it."
        raise NoReason("Say why first.", fields={"reason": sentence})
    if len(line) > REASON_LENGTH:
        sentence = f"At most {REASON_LENGTH} characters."
        raise Invalid("That is too long.", fields={"reason": sentence})
    return line


def checked_reason(reason: str) -> str:
    """Return why a moderator did something, for its author; raise Invalid for no reason."""
    why = clean_line(reason)
    if not MIN_REASON <= len(why) <= MAX_REASON:
        sentence = f"Give the reason in {MIN_REASON} to {MAX_REASON} characters."
        raise Invalid("Nothing has changed yet.", fields={"reason": sentence})
    return why


def audit(actor: Actor, action: str, subject: str, reason: str) -> None:
    """Have the audit keep who did what to which row, and why, in this transaction."""
    events.publish(
        Audited(
            actor_id=actor.user_id,
            role=str(actor.role),
            action=action,
            subject=subject,
            reason=reason,
        )
    )
