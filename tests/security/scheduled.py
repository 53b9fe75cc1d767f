"""Events of the town: one that everybody reads, one that is hidden, one that each attends."""

from datetime import timedelta

from community.accounts.models import User
from community.core import clock
from community.core.actors import Actor, Role
from community.core.db import db
from community.core.visibility import State
from community.demos.access import require_organiser
from community.demos.kinds import DemoKind
from community.demos.models import Demo
from community.demos.plans import Plan
from community.demos.queries import get_row_for
from community.demos.rules import announcing, attending
from community.requests.drafts import Told
from community.requests.kinds import Reveals


def event_of(rep: User, title: str) -> Demo:
    """Have a representative announce something."""
    now = clock.now()
    plan = Plan(
        kind=DemoKind.WEBINAR,
        title=title,
        body="We show what changes, and answer what you ask.",
        shown=(now + timedelta(days=20)).replace(tzinfo=None),
        zone="UTC",
        minutes=45,
        link="https://meet.arbor.example/town",
    )
    demo = announcing.announce(require_organiser(rep.actor), plan, at=now)
    db.session.flush()  # the address holds the public id
    return demo


def announce(values: dict[str, dict[str, str]], rep: User) -> None:
    """Name an event that everybody reads, and one that a moderator hid."""
    hidden = event_of(rep, "An event that was hidden")
    hidden.state = State.HIDDEN
    values["hidden"]["event"] = hidden.public_id
    values["shared"]["event"] = event_of(rep, "For everybody").public_id


def attended_by(user: User, rep: User) -> dict[str, str]:
    """Have `user` register for an event of their own; return names for addresses."""
    buyer = Actor(user.id, user.handle, Role.MEMBER, proven=True)
    demo = event_of(rep, f"What {user.handle} attends")
    row = get_row_for(buyer, demo.public_id)
    attending.register(buyer, row, Told(Reveals.NOTHING), at=clock.now())
    return {"attended": demo.public_id}
