"""Every route times every role times one's own and another's object."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from werkzeug.routing import Rule

from community.core.actors import VISITOR, Actor
from community.core.web import Policy
from tests.cast import Cast
from tests.page import PageClient
from tests.security import rows
from tests.security.expectations import (
    FOREIGN,
    HIDDEN,
    MISSING,
    MISSING_VALUES,
    OWN,
    PUBLIC,
    ROUTES,
    Route,
    Status,
)
from tests.security.town import PEOPLE, ROLES, STRANGER, Town

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Try:
    """One cell of the matrix."""

    method: str
    rule: Rule
    route: Route
    policy: Policy
    case: str
    status: Status

    def path(self, town: Town, role: str) -> str:
        values = _values(town, self.case, role)
        filled = {
            name: values.get(key, MISSING_VALUES.get(name, "0" * 16))
            for name, key in self.route.fill.items()
        }
        return re.sub(
            r"<(?:\w+:)?(\w+)>", lambda found: filled[found[1]], self.rule.rule
        )

    def expected(self, actor: Actor, role: str) -> int:
        if not self.policy.admits(actor):
            return 303 if actor.is_visitor else 403
        if isinstance(self.status, int):
            return self.status
        return self.status.get(role, self.status["else"])


def _values(town: Town, case: str, role: str) -> dict[str, str]:
    shared = town.of("shared")
    if case == OWN:
        return shared | town.of(PEOPLE[role] or "")
    if case == FOREIGN:
        return shared | town.of(STRANGER)
    if case == HIDDEN:
        return shared | town.of("hidden")
    return {} if case == MISSING else shared


def _rules(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in sorted(app.url_map.iter_rules(), key=str):
        for method in METHODS:
            if method in (rule.methods or ()):
                yield rule, method


def _expectation(rule: Rule, method: str) -> dict[str, Status]:
    route = ROUTES.get(rule.endpoint, Route())
    said = {"GET": route.get, "POST": route.post}.get(method, {})
    if not said and method == "GET" and not rule.arguments:
        return {PUBLIC: 200}
    return said


def _tries(app: Flask) -> Iterator[Try]:
    for rule, method in _rules(app):
        policy = app.view_functions[rule.endpoint].__access__.policy
        route = ROUTES.get(rule.endpoint, Route())
        for case, status in _expectation(rule, method).items():
            yield Try(method, rule, route, policy, case, status)


class Somebody:
    """One role: a new browser for each try, on the same login."""

    def __init__(self, app: Flask, cast: Cast, role: str) -> None:
        self.app, self.role = app, role
        self._handle = PEOPLE[role]
        self._token = cast.login(self._handle)[1] if self._handle else None
        self.actor = VISITOR if self._handle is None else self._actor(cast)

    def _actor(self, cast: Cast) -> Actor:
        actor = cast.actor(str(self._handle))
        unproven = self.role.startswith("unproven")
        return Actor(actor.user_id, actor.handle, actor.role, proven=not unproven)

    def browser(self) -> PageClient:
        page = PageClient(self.app)
        if self._token is not None:
            with page.client.session_transaction() as session:
                session["_user_id"] = self._token
        return page


@pytest.fixture
def somebody(app, cast, town, role):
    return Somebody(app, cast, role)


def test_every_route_has_an_expectation(app):
    without = [
        f"{method} {rule} ({rule.endpoint})"
        for rule, method in _rules(app)
        if not _expectation(rule, method)
    ]

    assert without == [], (
        "Say in tests/security/expectations.py what these answer, to whom, and about "
        f"whose object: {without}"
    )


def test_no_expectation_outlives_its_route(app):
    methods = {(rule.endpoint, method) for rule, method in _rules(app)}
    said = {
        (endpoint, method)
        for endpoint, route in ROUTES.items()
        for method, cases in (("GET", route.get), ("POST", route.post))
        if cases
    }

    assert said - methods == set()


def test_every_value_of_an_address_is_filled_in(app):
    unfilled = [
        f"{rule} ({rule.endpoint}): {sorted(rule.arguments - set(ROUTES[rule.endpoint].fill))}"
        for rule, _method in _rules(app)
        if rule.endpoint in ROUTES
        and rule.arguments - set(ROUTES[rule.endpoint].fill) - {"path", "filename"}
    ]

    assert unfilled == []


@pytest.mark.parametrize("role", ROLES)
def test_pages_answer_as_the_matrix_says(app, town, somebody, role):
    kept = rows.read(app)
    wrong = []
    for one in _tries(app):
        if one.method != "GET" or (one.case == OWN and role == "visitor"):
            continue
        path = one.path(town, role)
        answer = somebody.browser().get(path, status=None)
        expected = one.expected(somebody.actor, role)
        if answer.status != expected:
            wrong.append(f"GET {path} ({one.case}): {answer.status}, not {expected}")
        elif expected == 303 and not one.policy.admits(somebody.actor):
            assert answer.location.startswith("/login?next="), path
    changed = rows.differences(kept, rows.read(app))

    assert wrong == []
    assert changed == [], "a GET changed something"


@pytest.mark.parametrize("role", ROLES)
def test_changes_answer_as_the_matrix_says(app, town, somebody, role):
    kept = rows.read(app)
    wrong = []
    for one in _tries(app):
        if one.method == "GET" or (one.case == OWN and role == "visitor"):
            continue
        path, expected = one.path(town, role), one.expected(somebody.actor, role)
        answer = somebody.browser().post(path, dict(one.route.data))
        changed = rows.differences(kept, rows.read(app))
        if answer.status != expected:
            wrong.append(f"POST {path} ({one.case}): {answer.status}, not {expected}")
        refused = answer.status >= 400 or not one.policy.admits(somebody.actor)
        if refused and changed:
            wrong.append(f"POST {path} ({one.case}): {answer.status} changed {changed}")
        if changed:
            rows.put_back(app, kept)
        rows.forget_counts(app)

    assert wrong == []


@pytest.mark.parametrize("token", [None, "", "wrong", "x" * 5_000])
@pytest.mark.parametrize("role", ["visitor", "member", "moderator", "host"])
def test_posts_without_a_token_change_nothing(app, town, somebody, role, token):
    kept = rows.read(app)
    wrong = []
    for one in _tries(app):
        if one.method == "GET" or one.case not in {OWN, FOREIGN, PUBLIC}:
            continue
        if one.case == OWN and role == "visitor":
            continue
        path = one.path(town, role)
        data = dict(one.route.data)
        if token is not None:
            data["csrf_token"] = token
        browser = somebody.browser()
        answer = browser.client.post(path, data=data)
        changed = rows.differences(kept, rows.read(app))
        to_login = "/login?next=" in (answer.location or "")
        if changed or not (400 <= answer.status_code < 500 or to_login):
            wrong.append(f"POST {path}: {answer.status_code} changed {changed}")
            rows.put_back(app, kept)
        if role != "visitor" and browser.get("/account/", status=None).status != 200:
            wrong.append(f"POST {path}: logged the browser out")

    assert wrong == []


@pytest.mark.parametrize("role", ["member", "moderator"])
def test_posts_from_another_site_change_nothing(app, town, somebody, role):
    kept = rows.read(app)
    wrong = []
    for one in _tries(app):
        if one.method == "GET" or one.case not in {OWN, PUBLIC}:
            continue
        browser = somebody.browser()
        data = {**one.route.data, "csrf_token": browser.token()}
        for origin in ("https://evil.example", "null"):
            answer = browser.client.post(
                one.path(town, role), data=data, headers={"Origin": origin}
            )
            changed = rows.differences(kept, rows.read(app))
            if changed or not 400 <= answer.status_code < 500:
                wrong.append(f"{origin} {one.rule}: {answer.status_code} {changed}")
                rows.put_back(app, kept)

    assert wrong == []
