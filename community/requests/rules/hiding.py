"""What moderators make of a representative's message; its buyer reads it, or does not."""

from community.core.actors import Actor
from community.core.visibility import State
from community.reps.access import require_moderator
from community.requests.models import RequestMessage


def hold(message: RequestMessage) -> None:
    """Keep it from its buyer until a moderator decides."""
    if message.state is State.PUBLIC:
        message.state = State.HELD


def put(actor: Actor, message: RequestMessage, state: State) -> None:
    """Show, hide or remove it; whoever calls has it audited."""
    require_moderator(actor)
    message.state = state
