"""What is done without a case stands in the public log as well: by moderators, or an author."""

from dataclasses import replace

from community.core import clock
from community.core.db import db, new_public_id
from community.core.moderationevents import DecidedInPlace, VersionTakenOut
from moderation import actions
from moderation.actions import Grounds
from moderation.direct import decided_case
from moderation.items import get_kind
from moderation.kinds import REASONS, ActionKind, Reason
from moderation.models import Action

_CHOICE = "A moderator chooses where who asked has not for a week."
_TITLE = "An earlier version"
_HISTORY = "Authors may take out what an earlier version said; that they did is told."
_LINES = {
    ActionKind.CLOSED: (Reason.DUPLICATE, REASONS[Reason.DUPLICATE].rule),
    ActionKind.REOPENED: (None, REASONS[Reason.DUPLICATE].rule),
    ActionKind.CHOSEN: (None, _CHOICE),
    ActionKind.UNCHOSEN: (None, _CHOICE),
}


def on_decided(event: DecidedInPlace) -> None:
    """Write the line in the transaction of the deed."""
    item, kind = get_kind(event.kind).load(event.object_id), ActionKind(event.deed)
    grounds = Grounds(kind, _LINES[kind][0], event.facts, _LINES[kind][1])
    actions.record(event.actor, decided_case(item), item, grounds)


def on_taken_out(event: VersionTakenOut) -> None:
    """Write the line, with nobody's name and none of the words; the audit keeps nothing."""
    item = get_kind(event.kind).load(event.object_id)
    nameless = replace(item, text="", title=_TITLE, author_id=None)
    case = decided_case(nameless)
    db.session.add(
        Action(
            public_id=new_public_id(),
            case_id=case.id,
            kind=ActionKind.TAKEN_OUT,
            reason=None,
            facts=f"Version {event.version}",
            rule=_HISTORY,
            automated=True,
            moderator_id=None,
            created_at=clock.now().replace(hour=0, minute=0, second=0, microsecond=0),
            kept={"url": item.url},
        )
    )
