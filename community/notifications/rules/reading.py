"""Reading the inbox: marking what was read."""

import sqlalchemy as sa

from community.core.actors import Actor
from community.core.db import changed
from community.notifications import access
from community.notifications.kinds import Frequency
from community.notifications.models import InboxEntry


def mark_read(actor: Actor, entry: InboxEntry) -> None:
    """Note that one of the actor's own entries was read: no mail repeats it."""
    access.require_reader(actor)
    entry.is_read, entry.mail = True, Frequency.NEVER


def mark_all_read(actor: Actor) -> None:
    access.require_reader(actor)
    changed(
        sa.update(InboxEntry)
        .where(access.own(actor, InboxEntry), InboxEntry.is_read.is_(False))
        .values(is_read=True, mail=Frequency.NEVER)
    )
