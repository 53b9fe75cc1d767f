"""What stays of a refusal: a row in the audit, for routes that say so.

A transaction of its own: what is refused changes nothing else.
"""

from flask import current_app, request

from community.core import events
from community.core.db import begin_clean, transaction
from community.core.events import Audited
from community.core.ratelimit import Limit, hit
from community.core.web import Access, current_actor

_MOST = Limit(60, 3_600)
"""Audited ones of one account: the audit grows for ever, and nobody may flood it."""
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def said_of_route() -> Access | None:
    """Return what the route says of itself; None where there is no route, or it is silent."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "__access__", None)


def audit_refusal(reason: str) -> None:
    """Leave a row where the route is audited; raise TooMany beyond what hands can do."""
    said = said_of_route()
    if said is None or not said.audited:
        return
    actor = current_actor()
    begin_clean()
    hit("audit.refused", str(actor.user_id), _MOST)
    with transaction():
        events.publish(
            Audited(
                actor_id=actor.user_id,
                role=str(actor.role),
                action=f"{said.audited}.refused",
                subject=request.path,
                reason=reason,
            )
        )


def audit_conflict(reason: str) -> None:
    """Leave a row of who tried to change what they have a part in; a look leaves none."""
    if request.method not in _SAFE_METHODS:
        audit_refusal(reason)
