"""Each operation times each role, and tokens that lack a scope or have ended."""

import re

import pytest

from community.api.parts import all_operations
from community.api.scopes import Scope
from community.core.actors import VISITOR, Actor, Role
from tests.api.sent import QUESTION, REQUEST, REVIEW, TIME, deal_of
from tests.security import rows
from tests.security.town import PEOPLE, STRANGER

ROLES = {role: handle for role, handle in PEOPLE.items() if handle}
OWN = [one for one in all_operations() if not one.is_public]
IDS = {
    "/me/deals": "deal",
    "/me/questions": "thread",
    "/me/posts": "answer",
    "/me/notifications": "entry",
    "/me/requests": "request",
    "/me/reviews": "review",
    "/me/rooms": "room",
    "/rep/requests": "request",
    "/me/events": "attended",
}


MEMBER = Actor(user_id=1, handle="x", role=Role.MEMBER, proven=True)


def _path(one, values: dict[str, str]) -> str:
    key = next((key for start, key in IDS.items() if one.path.startswith(start)), "")
    named = {
        "public_id": values.get(key, "nothingatall"),
        "kind": "question",
        "vendor": values.get("vendor", "nothing-at-all"),
        "reference": values.get("thread", "nothingatall"),
        "time": "nothingatall",
        "comment": "nothingatall",
    }
    return re.sub(r"{(\w+)}", lambda match: named[match[1]], one.path)


def _sent(one) -> dict:
    if one.body is None:
        return {}
    bodies = {
        "NewDeal": deal_of("x"),
        "ChangedDeal": deal_of("x", version=1),
        "NewQuestion": QUESTION,
        "ChangedQuestion": QUESTION | {"version": 1},
        "NewAnswer": {"body": "We pay four percent of the list."},
        "ChangedAnswer": {"body": "We pay five percent of the list.", "version": 1},
        "NewComment": {"body": "Their quote is high."},
        "NewMessage": {"body": "And for sixty seats?"},
        "NewRequest": REQUEST,
        "Revealed": {"reveals": "nothing"},
        "NewRegistration": {"event": "nothingatall", "told": {"reveals": "nothing"}},
        "NewTime": TIME,
        "Stars": {"stars": 4},
        "NewReview": REVIEW | {"product": "x"},
        "ChangedReview": REVIEW | {"version": 1},
        "FollowLevel": {},
        "SearchToFollow": {"q": "seats"},
    }
    return {"json": bodies[one.body.__name__]}


def _ask(program, one, values, **kwargs):
    path = _path(one, values)
    return program.ask(path, method=one.method, **_sent(one), **kwargs)


def test_nobody_reaches_what_is_somebodys_without_a_token(town, program):
    for one in OWN:
        answer = _ask(program, one, town.of("ada"), status=401)
        assert answer.headers["WWW-Authenticate"] == "Bearer", one.path


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reaches_what_its_pages_reach_and_no_more(
    cast, town, program_of, program, role
):
    handle = ROLES[role]
    actor = cast.actor(handle)
    unproven = role.startswith("unproven")
    asking = program_of(handle)
    for one in OWN:
        admitted = actor.role in one.policy.roles and not (
            unproven and one.policy.proven
        )
        answer = _ask(asking, one, {}, status=None)
        if not admitted:
            assert answer.status_code == 403, (one.method, one.path)
        else:
            assert answer.status_code != 401, (one.method, one.path)
            if "{public_id}" in one.path:
                assert answer.status_code in {403, 404}, (one.method, one.path)


@pytest.mark.parametrize("role", ROLES)
def test_nobody_reaches_what_is_somebody_elses(cast, town, program_of, role):
    """But rooms that all share: a question that is public, and the desk of its vendor."""
    handle = ROLES[role]
    whose = STRANGER if handle != STRANGER else "ada"
    asking, theirs = program_of(handle), town.of(whose)
    for one in OWN:
        if "{public_id}" not in one.path or _is_shared(one):
            continue
        answer = _ask(asking, one, theirs, status=None)
        assert answer.status_code in {403, 404}, (one.method, one.path)


def _is_shared(one) -> bool:
    reads_or_answers = one.method == "GET" or one.path.endswith("/answers")
    return one.path.startswith("/rep/") or (
        one.path.startswith("/me/questions") and reads_or_answers
    )


def test_a_scope_opens_its_own_operations_alone(town, program_of):
    for scope in Scope:
        asking = program_of("cleo", scope)
        for one in all_operations():
            if one.scope is scope or not one.policy.admits(asking_actor(one)):
                continue
            values = town.of("shared") | town.of("cleo")
            path = _path(one, values) if not one.is_public else None
            if path is None:
                continue
            answer = asking.ask(path, method=one.method, **_sent(one), status=None)
            assert answer.status_code == 403, (scope, one.path)


def asking_actor(one):
    """Return somebody whom each policy but a rep's admits."""
    return VISITOR if one.is_public else MEMBER


def test_what_is_public_needs_its_scope_from_who_shows_a_token(town, program_of):
    asking = program_of("cleo", Scope.READ_OWN)

    answer = asking.ask("/questions", status=403)

    assert answer.json["code"] == "insufficient-scope"


def test_an_ended_token_opens_nothing_at_all(town, program_of):
    asking = program_of("cleo", days=-1)

    for one in OWN:
        _ask(asking, one, town.of("cleo"), status=401)
    asking.ask("/questions", status=401)


def test_what_is_refused_changes_nothing(app, cast, town, program_of):
    """A reader's token, and somebody else's things: no row differs afterwards."""
    reader, other = program_of("cleo", Scope.READ_OWN), program_of("ada")
    before = rows.read(app)
    for one in OWN:
        if one.method != "GET":
            _ask(reader, one, town.of("cleo"), status=403)
            if "{public_id}" in one.path and not _is_shared(one):
                _ask(other, one, town.of("cleo"), status=None)

    after = rows.read(app)

    assert set(rows.differences(before, after)) <= {"api_token"}
