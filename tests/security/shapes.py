"""How an expectation is written: whose object, which status, and what is posted."""

from dataclasses import dataclass, field

Status = int | dict[str, int]
"""A status, or one for each role that differs, with the others' under "else"."""

OWN, FOREIGN, HIDDEN, MISSING, PUBLIC = "own", "foreign", "hidden", "missing", "public"

_SEES_HIDDEN = {"moderator": 200, "unproven moderator": 200, "else": 404}
READ = {OWN: 200, FOREIGN: 200, HIDDEN: _SEES_HIDDEN, MISSING: 404}
LEADS_THERE = {
    OWN: 302,
    FOREIGN: 302,
    HIDDEN: {"moderator": 302, "unproven moderator": 302, "else": 404},
    MISSING: 404,
}
MOVED = {
    OWN: 301,
    FOREIGN: 301,
    HIDDEN: {"moderator": 301, "unproven moderator": 301, "else": 404},
    MISSING: 404,
}
FORBIDDEN_IF_SEEN = {"moderator": 403, "unproven moderator": 403, "else": 404}
AUTHOR = {OWN: 303, FOREIGN: 403, HIDDEN: FORBIDDEN_IF_SEEN, MISSING: 404}
PRIVATE = {OWN: 303, FOREIGN: 404, MISSING: 404}
DESK = {OWN: 303, FOREIGN: 303, MISSING: 404}
SHELF = {PUBLIC: 200, HIDDEN: _SEES_HIDDEN, MISSING: 404}
DECISION = {PUBLIC: 303, HIDDEN: 303, MISSING: 404}
RUN = {PUBLIC: 200, MISSING: 404}
JUDGED = {OWN: 403, FOREIGN: 200, MISSING: 404}
BEARER = {OWN: 200, FOREIGN: 200, MISSING: 404}


@dataclass(frozen=True)
class Route:
    """How to fill the address in, what to post, and what comes back."""

    fill: dict[str, str] = field(default_factory=dict)
    get: dict[str, Status] = field(default_factory=dict)
    post: dict[str, Status] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    query: str = ""


def page(status: Status = 200) -> dict[str, Status]:
    return {PUBLIC: status}


def proven_only(status: int) -> Status:
    return {"unproven": 403, "unproven moderator": 403, "else": status}
