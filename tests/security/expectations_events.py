"""What the routes of events answer: to everybody, to who registered, to who announced."""

from tests.security.shapes import (
    FOREIGN,
    HIDDEN,
    MISSING,
    OWN,
    PUBLIC,
    Route,
    Status,
    page,
)

_EVENT = {"public_id": "event"}
_ATTENDED = {"public_id": "attended"}
_SEES_HIDDEN = {"moderator": 200, "unproven moderator": 200, "else": 404}
_READ = {PUBLIC: 200, HIDDEN: _SEES_HIDDEN, MISSING: 404}


def _own(status: int) -> dict[str, Status]:
    """Return what the page of a registration answers; a rep has none."""
    return {OWN: {"rep": 404, "else": status}, FOREIGN: 404, MISSING: 404}


def _to_its_reps(status: int) -> dict[str, Status]:
    """Return what the page of a vendor's event answers; the host runs its own alone."""
    return {PUBLIC: {"rep": status, "else": 404}, MISSING: 404}


EVENTS = {
    "demos.show": Route(fill=_EVENT, get=_READ),
    "demos.calendar": Route(fill=_EVENT, get=_READ),
    "demos.register": Route(
        fill=_EVENT,
        get={PUBLIC: 200, HIDDEN: 404, MISSING: 404},
        post={PUBLIC: 422, HIDDEN: 404, MISSING: 404},
    ),
    "demos.registration": Route(fill=_ATTENDED, get=_own(200)),
    "demos.own_calendar": Route(fill=_ATTENDED, get=_own(200)),
    "demos.reveal": Route(fill=_ATTENDED, get=_own(200), post=_own(422)),
    "demos.withdraw": Route(fill=_ATTENDED, get=_own(200), post=_own(303)),
    "demos.desk.new": Route(get=page(), post=page(422)),
    "demos.desk.show": Route(fill=_EVENT, get=_to_its_reps(200)),
    "demos.desk.edit": Route(
        fill=_EVENT, get=_to_its_reps(200), post=_to_its_reps(422)
    ),
    "demos.desk.cancel": Route(
        fill=_EVENT, get=_to_its_reps(200), post=_to_its_reps(303)
    ),
}
