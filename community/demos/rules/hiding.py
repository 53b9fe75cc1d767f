"""What moderators make of an event; who registered keeps the registration, and may leave."""

from community.core import events
from community.core.actors import Actor
from community.core.jobs import enqueue
from community.core.visibility import State
from community.demos.events import DemoHidden, DemoShown
from community.demos.models import Demo
from community.demos.rules.announcing import TELL
from community.demos.rules.telling import latest_change
from community.reps.access import require_moderator


def hold(demo: Demo) -> None:
    """Keep it from everybody but its organiser until a moderator decides."""
    if demo.state is State.PUBLIC:
        demo.state = State.HELD
        events.publish(DemoHidden(object_id=demo.id))


def put(actor: Actor, demo: Demo, state: State) -> None:
    """Show, hide or remove it; whoever calls has it audited.

    What changed while it was hidden is told to those who registered once it is shown.
    """
    require_moderator(actor)
    demo.state = state
    happened = DemoShown if state is State.PUBLIC else DemoHidden
    events.publish(happened(object_id=demo.id))
    latest = latest_change(demo)
    if state is State.PUBLIC and latest is not None:
        enqueue(TELL, change_id=latest)
