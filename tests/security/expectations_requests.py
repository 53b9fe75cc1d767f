"""What the routes of requests answer: a buyer's own, and open ones to who answers."""

from tests.security.shapes import FOREIGN, MISSING, OWN, Route, Status, page

REQUEST = {"public_id": "request"}
TIME = {**REQUEST, "time": "request_time"}


def _own(status: int) -> dict[str, Status]:
    """Return what a buyer's page answers; a rep has none."""
    return {OWN: {"rep": 404, "else": status}, FOREIGN: 404, MISSING: 404}


def _to_reps(status: int) -> dict[str, Status]:
    return {FOREIGN: status, MISSING: 404}


REQUESTS = {
    "requests.new": Route(get=page(), post=page(422)),
    "requests.show": Route(fill=REQUEST, get=_own(200), post=_own(422)),
    "requests.message": Route(
        fill={"public_id": "request_message"},
        get={**_own(302), FOREIGN: {"rep": 302, "else": 404}},
    ),
    "requests.reveal": Route(fill=REQUEST, get=_own(200), post=_own(422)),
    "requests.decide": Route(
        fill={**TIME, "answer": "deciding"},
        post={
            OWN: {"rep": 404, "member": 303, "else": 403},
            FOREIGN: 404,
            MISSING: 404,
        },
    ),
    "requests.calendar": Route(fill=TIME, get=_own(200)),
    "requests.rate": Route(fill=REQUEST, get=_own(200), post=_own(422)),
    "requests.delete": Route(fill=REQUEST, post=_own(409)),
    "requests.withdraw": Route(fill=REQUEST, get=_own(200), post=_own(303)),
    "requests.own.pass_on": Route(fill=REQUEST, get=_own(409), post=_own(409)),
    "requests.own.table": Route(fill=REQUEST, get=_own(200)),
    "requests.own.document": Route(fill=REQUEST, get=_own(200)),
    "requests.desk.show": Route(fill=REQUEST, get=_to_reps(200), post=_to_reps(422)),
    "requests.desk.propose": Route(fill=REQUEST, get=_to_reps(200), post=_to_reps(422)),
    "requests.desk.take_back": Route(fill=TIME, post=_to_reps(303)),
    "requests.desk.calendar": Route(fill=TIME, get=_to_reps(200)),
}
