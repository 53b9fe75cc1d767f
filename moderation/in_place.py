"""What moderators decide without a case stands in the public log and the audit as well."""

from community.core.moderating import DecidedInPlace
from moderation import actions
from moderation.actions import Grounds
from moderation.direct import decided_case
from moderation.items import get_kind
from moderation.kinds import REASONS, ActionKind, Reason

_CHOICE = "A moderator chooses where who asked has not for a week."
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
