"""Every route times every role times one's own and another's object."""

import pytest

from tests.security.expectations import ROUTES
from tests.security.shapes import FOREIGN, OWN, PUBLIC
from tests.security.town import ROLES
from tests.security.tries import expectation, rules, tries


def test_every_route_has_anexpectation(app):
    without = [
        f"{method} {rule} ({rule.endpoint})"
        for rule, method in rules(app)
        if not expectation(rule, method)
    ]

    assert without == [], (
        "Say in tests/security/expectations.py what these answer, to whom, and about "
        f"whose object: {without}"
    )


def test_no_expectation_outlives_its_route(app):
    methods = {(rule.endpoint, method) for rule, method in rules(app)}
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
        for rule, _method in rules(app)
        if rule.endpoint in ROUTES
        and rule.arguments - set(ROUTES[rule.endpoint].fill) - {"path", "filename"}
    ]

    assert unfilled == []


_ROLES = [
    pytest.param(role, marks=[] if role == "member" else [pytest.mark.any_database])
    for role in ROLES
]
"""A role is asked of Python: one who may much and not all shows that SQL agrees."""


@pytest.mark.parametrize("role", _ROLES)
def test_pages_answer_as_the_matrix_says(app, town, somebody, kept, role):
    wrong = []
    for one in tries(app):
        if one.method != "GET" or (one.case == OWN and role == "visitor"):
            continue
        path = one.path(town, role)
        answer = somebody.browser().get(path, status=None)
        expected = one.expected(somebody.actor, role)
        if answer.status != expected:
            wrong.append(f"GET {path} ({one.case}): {answer.status}, not {expected}")
        elif expected == 303 and not one.policy.admits(somebody.actor):
            assert answer.location.startswith("/login?next="), path

    assert wrong == []
    assert kept.changed() == [], "a GET changed something"


@pytest.mark.parametrize("role", _ROLES)
def test_changes_answer_as_the_matrix_says(app, town, somebody, kept, role):
    wrong = []
    for one in tries(app):
        if one.method == "GET" or (one.case == OWN and role == "visitor"):
            continue
        path, expected = one.path(town, role), one.expected(somebody.actor, role)
        answer = somebody.browser().post(path, dict(one.route.data))
        changed = kept.changed()
        if answer.status != expected:
            wrong.append(f"POST {path} ({one.case}): {answer.status}, not {expected}")
        refused = answer.status >= 400 or not one.policy.admits(somebody.actor)
        if refused and changed:
            wrong.append(f"POST {path} ({one.case}): {answer.status} changed {changed}")
        kept.put_back()

    assert wrong == []


_TOKENS = (None, "", "wrong", "x" * 5_000)
_ORIGINS = ("https://evil.example", "null")
_ASKING = ("visitor", "member", "moderator", "host")


@pytest.mark.any_database
@pytest.mark.parametrize("role", _ASKING)
def test_posts_without_a_token_change_nothing(app, town, somebody, kept, role):
    """Each role tries another of the bad tokens at a place; each place sees them all."""
    wrong = []
    for number, one in enumerate(tries(app)):
        if one.method == "GET" or one.case not in {OWN, FOREIGN, PUBLIC}:
            continue
        if one.only_asks or (one.case == OWN and role == "visitor"):
            continue
        path = one.path(town, role)
        data = dict(one.route.data)
        token = _TOKENS[(number + _ASKING.index(role)) % len(_TOKENS)]
        if token is not None:
            data["csrf_token"] = token
        browser = somebody.browser()
        answer = browser.client.post(path, data=data)
        changed = kept.changed()
        to_login = "/login?next=" in (answer.location or "")
        if changed or not (400 <= answer.status_code < 500 or to_login):
            wrong.append(f"POST {path}: {answer.status_code} changed {changed}")
            kept.put_back()
        with browser.client.session_transaction() as session:
            if role != "visitor" and "_user_id" not in session:
                wrong.append(f"POST {path}: logged the browser out")

    assert wrong == []
    if role != "visitor":
        assert somebody.browser().get("/account/").status == 200


@pytest.mark.any_database
@pytest.mark.parametrize("role", ["member", "moderator"])
def test_posts_from_another_site_change_nothing(app, town, somebody, kept, role):
    wrong = []
    for number, one in enumerate(tries(app)):
        if one.method == "GET" or one.only_asks or one.case not in {OWN, PUBLIC}:
            continue
        browser = somebody.browser()
        data = {**one.route.data, "csrf_token": browser.token()}
        origin = _ORIGINS[(number + (role == "member")) % 2]
        answer = browser.client.post(
            one.path(town, role), data=data, headers={"Origin": origin}
        )
        changed = kept.changed()
        if changed or not 400 <= answer.status_code < 500:
            wrong.append(f"{origin} {one.rule}: {answer.status_code} {changed}")
            kept.put_back()

    assert wrong == []
