"""What the routes of rooms answer: to their people, and to nobody else."""

from tests.security.shapes import BEARER, FOREIGN, MISSING, OWN, Route, Status, page

_ROOM = {"public_id": "room"}


def _own(status: int) -> dict[str, Status]:
    return {OWN: status, FOREIGN: 404, MISSING: 404}


def _part(name: str, get: int = 0, post: int = 303) -> Route:
    """Return what a part of a room answers, that its owner may do everything with."""
    return Route(
        fill={**_ROOM, name: f"room_{name}"},
        get=_own(get) if get else {},
        post=_own(post),
    )


_FORM = Route(fill=_ROOM, get=_own(200), post=_own(422))

ROOMS = {
    "rooms.new": Route(get=page(), post=page(422)),
    "rooms.shortlist.choose": Route(get=page(), post=page(422)),
    "rooms.show": _FORM,
    "rooms.edit": _FORM,
    "rooms.history": Route(fill=_ROOM, get=_own(200)),
    "rooms.delete": Route(fill=_ROOM, get=_own(200), post=_own(303)),
    "rooms.delete_comment": _part("comment"),
    "rooms.brief.show": Route(fill=_ROOM, get=_own(200)),
    "rooms.brief.table": Route(fill=_ROOM, get=_own(200)),
    "rooms.brief.guest": Route(
        fill={"token": "room_guest_link"},
        get={
            OWN: {"rep": 404, "else": 200},
            FOREIGN: {"rep": 404, "else": 200},
            MISSING: 404,
        },
    ),
    "rooms.brief.links": _FORM,
    "rooms.brief.revoke": _part("guest"),
    "rooms.deciding.add_quote": _FORM,
    "rooms.deciding.edit_quote": _part("quote", get=200, post=422),
    "rooms.deciding.drop_quote": _part("quote"),
    "rooms.deciding.vote": _part("choice"),
    "rooms.deciding.decide": _FORM,
    "rooms.files.show": _FORM,
    "rooms.files.fetch": Route(fill={**_ROOM, "file": "room_file"}, get=_own(200)),
    "rooms.files.delete": _part("file"),
    "rooms.people.show": _FORM,
    "rooms.people.join": Route(
        fill={"token": "room_link"},
        get=BEARER,
        post={OWN: 303, FOREIGN: 303, MISSING: 404},
    ),
    "rooms.people.take_back": _part("invitation"),
    "rooms.people.make_owner": _part("member"),
    "rooms.people.remove": _part("member"),
    "rooms.people.leave": Route(fill=_ROOM, post=_own(409)),
    "rooms.weighing.add_product": _FORM,
    "rooms.weighing.drop_product": _part("choice"),
    "rooms.weighing.add_criterion": _FORM,
    "rooms.weighing.edit_criterion": _part("criterion", get=200, post=422),
    "rooms.weighing.drop_criterion": _part("criterion"),
    "rooms.weighing.score": Route(fill=_ROOM, get=_own(200), post=_own(303)),
}
