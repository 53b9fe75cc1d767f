"""What entries tell of events: that one was announced, moved or cancelled."""

from community.core.actors import Actor
from community.core.db import db
from community.core.visibility import State
from community.demos.access import own_registrations
from community.demos.kinds import Change
from community.demos.models import Demo, DemoChange, DemoRegistration
from community.demos.paths import event_path, registration_path
from community.demos.queries import list_standing
from community.demos.reading import organiser_of
from community.notifications.items import Content, items
from community.notifications.models import InboxEntry, InboxItem

_DONE = {Change.MOVED: "moved", Change.CANCELLED: "cancelled"}


def find_changes(actor: Actor, ids: list[int]) -> list[tuple[int, Content]]:
    """Return what changed of events that `actor` is registered for, still."""
    wanted = (
        items(DemoChange, Demo.title, Demo.public_id, DemoChange.change)
        .join(Demo, Demo.id == DemoChange.demo_id)
        .join(DemoRegistration, DemoRegistration.demo_id == Demo.id)
        .where(
            InboxEntry.id.in_(ids),
            own_registrations(actor),
            Demo.state == State.PUBLIC,
        )
    )
    return [
        (entry_id, Content(title, registration_path(public_id), _DONE[change]))
        for entry_id, title, public_id, change in db.session.execute(wanted)
    ]


def find_announced(_actor: Actor, ids: list[int]) -> list[tuple[int, Content]]:
    """Return the events that stand, as everybody reads them: never where one joins."""
    told = db.session.execute(
        items(Demo, InboxItem.object_id).where(InboxEntry.id.in_(ids))
    ).all()
    rows = {one.demo.id: one for one in list_standing([one.object_id for one in told])}
    return [
        (
            entry_id,
            Content(row.demo.title, event_path(row.demo.public_id), organiser_of(row)),
        )
        for entry_id, number in told
        if (row := rows.get(number)) is not None
    ]
