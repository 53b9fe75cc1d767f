"""Routes, roles and objects multiplied, and somebody of each role who tries them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import Cookie

from community.core.actors import VISITOR, Actor, Role
from community.core.web import Policy
from tests.cast import Cast
from tests.page import PageClient
from tests.security.expectations import MISSING_VALUES, ROUTES
from tests.security.shapes import (
    FOREIGN,
    HIDDEN,
    MISSING,
    OWN,
    PUBLIC,
    Route,
    Status,
)
from tests.security.town import PEOPLE, STRANGER, Town

_ORDER = [
    VISITOR,
    *(
        Actor(1, "somebody", role, proven=True)
        for role in (Role.MEMBER, Role.MODERATOR, Role.HOST)
    ),
]
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
    only_asks: bool = False

    def path(self, town: Town, role: str) -> str:
        values = _values(town, self.case, role)
        filled = {
            name: values.get(key, MISSING_VALUES.get(name, "0" * 16))
            for name, key in self.route.fill.items()
        }
        return re.sub(
            r"<(?:[^:<>]+:)?(\w+)>", lambda found: filled[found[1]], self.rule.rule
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


def rules(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Yield what browsers ask; what programs ask is tried with tokens, in tests/api."""
    for rule in sorted(app.url_map.iter_rules(), key=str):
        if rule.rule.startswith("/api/v1/"):
            continue
        for method in METHODS:
            if method in (rule.methods or ()):
                yield rule, method


def expectation(rule: Rule, method: str) -> dict[str, Status]:
    route = ROUTES.get(rule.endpoint, Route())
    said = {"GET": route.get, "POST": route.post}.get(method, {})
    if not said and method == "GET" and not rule.arguments:
        return {PUBLIC: 200}
    return said


def tries(app: Flask) -> Iterator[Try]:
    for rule, method in rules(app):
        said = app.view_functions[rule.endpoint].__access__
        policy = said.policy
        route = ROUTES.get(rule.endpoint, Route())
        for case, status in expectation(rule, method).items():
            asks = said.changes_nothing or said.by_link  # neither needs a token
            yield Try(method, rule, route, policy, case, status, asks)


def is_for(role: str, policy: Policy) -> bool:
    """Whether `role` is the first of visitor, member, moderator, host that may enter.

    What is typed is tried once for each route, not once for each role.
    """
    first = next((one for one in _ORDER if policy.admits(one)), _ORDER[-1])
    return first.role == role


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
        page.client.set_cookie(self._cookie.key, self._cookie.value)
        return page

    @cached_property
    def _cookie(self) -> Cookie:
        page = PageClient(self.app)
        with page.client.session_transaction() as session:
            if self._token is not None:
                session["_user_id"] = self._token
            session["csrf_token"] = "0" * 40
        cookie = page.client.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        assert cookie is not None
        return cookie

    @cached_property
    def token(self) -> str:
        """The CSRF token that fits each of the browsers."""
        return self.browser().token()
