"""Each page of accounts as each role, and with everything that people may throw at it."""

from urllib.parse import urlencode

import pytest
import sqlalchemy as sa

from community.accounts.models import EmailToken, LoginSession, Registration, User
from community.core.db import Base, db
from tests.cast import PASSWORD
from tests.page import Page

_ENCODED = "application/x-www-form-urlencoded"
ROLES = ("visitor", "unproven", "member", "rep", "moderator", "host")
_NAMES = {"member": "ada", "rep": "rae", "moderator": "mo", "host": "hana"}

OPEN = ("/register", "/register/sent", "/forgot", "/forgot/sent", "/u/ada")
OWN = (
    "/account/",
    "/account/profile",
    "/account/password",
    "/account/email",
    "/account/work-email",
    "/account/sessions",
)
OWN_POSTS = (
    "/account/prove",
    "/account/profile",
    "/account/password",
    "/account/email",
    "/account/work-email",
    "/account/sessions/end-others",
    "/account/sessions/nothing/end",
)
FORMS = {
    "/register": ("handle", "email", "password"),
    "/register/sent": ("email",),
    "/login": ("name", "password", "remember"),
    "/forgot": ("email",),
    "/account/profile": ("org_size", "industry", "region"),
    "/account/password": ("current_password", "password"),
    "/account/email": ("email", "current_password"),
    "/account/work-email": ("email",),
}
NAUGHTY = (
    "",
    " ",
    "\x00",
    "\ud800",
    "\u202eabc\u200b",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "' OR '1'='1",
    "x" * 100_000,
    "é" * 5_000,
    "\U0001d552\U0001d555",
    "-1",
    "1e309",
    "../../etc/passwd",
    "%s%n",
    "a@b\r\nBcc: c@d",
)


@pytest.fixture
def browser(page, cast):
    def open_as(role):
        if role == "visitor":
            return page
        if role == "unproven":
            return cast.unproven("ben")
        return cast.page(_NAMES[role])

    return open_as


@pytest.mark.parametrize("role", ROLES)
def test_doors_are_open_to_every_role(browser, role):
    client = browser(role)
    for path in OPEN:
        client.get(path, status=200)
    client.get("/login", status=200 if role == "visitor" else 303)


@pytest.mark.parametrize("role", ROLES)
def test_own_pages_are_for_who_is_logged_in(browser, role):
    client = browser(role)
    for path in OWN:
        shown = client.get(path, status=303 if role == "visitor" else 200)
        if role == "visitor":
            assert shown.location == f"/login?next={path}"


def test_visitors_posts_to_own_pages_lead_to_the_login(page):
    for path in OWN_POSTS:
        sent = page.post(path)
        assert sent.status == 303
        assert sent.location.startswith("/login?next=")


@pytest.mark.parametrize("role", ROLES[1:])
def test_posts_to_own_pages_are_answered_for_every_role(browser, role):
    client = browser(role)
    statuses = [client.post(path).status for path in OWN_POSTS]
    proof = 303 if role == "unproven" else 409
    assert statuses == [proof, 303, 422, 422, 422, 303, 404]


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("path", ["/logout", *OWN_POSTS, *FORMS])
def test_no_post_without_a_valid_token_changes_anything(app, cast, path):
    client = cast.page("ada").client
    before = _everything(app)
    for token in (None, "", "wrong", "x" * 10_000):
        data = {"email": "new@acme.example", "current_password": PASSWORD}
        if token is not None:
            data["csrf_token"] = token
        # The first of them may have logged this browser out, and no more than that.
        assert client.post(path, data=data).status_code in {303, 400, 404, 409, 422}
    assert _everything(app) == before


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("path", FORMS)
def test_post_from_another_origin_changes_nothing(app, cast, path):
    page = cast.page("ada")
    data = {"csrf_token": page.token(), "email": "new@acme.example"}
    before = _everything(app)
    answer = page.client.post(
        path, data=data, headers={"Origin": "https://evil.example"}
    )
    assert answer.status_code == 422
    assert _everything(app) == before


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("value", NAUGHTY, ids=lambda one: ascii(one)[:20])
def test_nothing_that_is_typed_breaks_a_form(cast, path, value):
    page = cast.page("ada")
    data = {"csrf_token": page.token(), **dict.fromkeys(FORMS[path], value)}
    body = urlencode(data, errors="surrogatepass")
    answer = Page(page.client.post(path, data=body, content_type=_ENCODED))
    assert not answer.complaints
    assert answer.status in {303, 422}
    if "<script>" in value:
        assert value not in answer.html


@pytest.mark.parametrize("path", FORMS)
def test_missing_doubled_and_foreign_fields_break_no_form(cast, path):
    page = cast.page("ada")
    token = page.token()
    fields = FORMS[path]
    for data in (
        {"csrf_token": token},
        {"csrf_token": [token, token], **{name: ["a", "b"] for name in fields}},
        {"csrf_token": token, **{f"{name}[]": "a" for name in fields}},
    ):
        assert page.client.post(path, data=data).status_code in {303, 422}
    odd = page.client.post(path, json={"email": ["x"]})
    assert odd.status_code == 422
    large = page.client.post(
        path, data={"csrf_token": token, fields[0]: "x" * 2_000_000}
    )
    assert large.status_code == 413


@pytest.mark.parametrize(
    "path", ["/login?next=/a&next=/b", "/login?next[]=x", "/login?next=%ed%a0%80"]
)
def test_odd_queries_break_no_page(page, path):
    page.get(path, status=200)


def _everything(app):
    models: tuple[type[Base], ...] = (User, LoginSession, Registration, EmailToken)
    with app.app_context():
        return [
            [tuple(row) for row in db.session.execute(sa.select(*model.__table__.c))]
            for model in models
        ]
