"""The pages that anybody may open: register, prove, log in and out, forgotten passwords."""

import re
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from community.accounts.models import LoginSession, Registration, User
from community.core.db import db
from community.core.mail import Mail
from tests.accounts.conftest import GOOD_PASSWORD
from tests.cast import PASSWORD
from tests.page import PageClient

NEW, ADA = "new@acme.example", "ada@northwind.example"
_CHANGING = re.compile(
    r'(name="(?:csrf_token|submission_key)"[^>]*value=|value=)"[^"]{20,}"'
)


def _fill(page, path, values, **kwargs):
    return page.send(page.get(path), values, having="submission_key", **kwargs)


def _register(page, **changed):
    values = {"handle": "grey_heron", "email": NEW, "password": GOOD_PASSWORD}
    return _fill(page, "/register", {**values, **changed})


def _log_in(page, name="ada", password=PASSWORD, path="/login", **more):
    return _fill(page, path, {"name": name, "password": password, **more})


def _count(app, model):
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def _handle(page):
    """Return whose account this browser shows, or None for a visitor."""
    shown = page.get("/account/", status=None)
    if shown.status == 303:
        return None
    return re.search(r"Signed in as (\S+)", shown.words())[1]


def _normal(answer):
    """Return all that a stranger sees of an answer, but for what is always new."""
    headers = {
        name: value
        for name, value in answer.response.headers.items()
        if name not in {"Set-Cookie", "X-Request-Id", "Date", "Content-Length"}
    }
    cookies = [
        one.partition("=")[0] for one in answer.response.headers.getlist("Set-Cookie")
    ]
    return answer.status, headers, cookies, _CHANGING.sub("", answer.html)


# Registering


def test_stranger_becomes_a_member(page, post):
    sent = _register(page)
    assert (sent.status, sent.location) == (303, "/register/sent")
    assert "Look into your mail" in page.follow(sent).words()

    link = post.link(NEW)
    proven = _fill(page, link, {})
    assert (proven.status, proven.location) == (303, "/login")
    assert "Your address is proven." in page.follow(proven).words()

    entered = _log_in(page, "grey_heron", GOOD_PASSWORD)
    assert (entered.status, entered.location) == (303, "/")
    assert _handle(page) == "grey_heron"


def test_register_suggests_a_pseudonym_and_says_what_is_public(page):
    shown = page.get("/register")
    suggested = shown.form(having="handle")["fields"]["handle"]
    assert re.fullmatch(r"[a-z]+_[a-z]+", suggested)
    assert "Your handle is public." in shown.words()
    assert "Your e-mail address never is." in shown.words()
    again = page.get("/register").form(having="handle")["fields"]["handle"]
    third = page.get("/register").form(having="handle")["fields"]["handle"]
    assert len({suggested, again, third}) > 1


def test_refused_registration_keeps_what_was_typed_but_the_password(app, page):
    refused = _register(page, handle="Grey Heron", password="short-word")
    assert refused.status == 422
    fields = refused.form(having="handle")["fields"]
    assert (fields["handle"], fields["email"], fields["password"]) == (
        "Grey Heron",
        NEW,
        "",
    )
    assert "short-word" not in refused.html
    assert _count(app, Registration) == 0


def test_opening_the_link_does_not_use_it(app, page, post):
    _register(page)
    link = post.link(NEW)
    scanner = PageClient(app)
    for _ in range(3):
        scanner.get(link)
        scanner.client.head(link)
    assert _count(app, User) == 0
    _fill(page, link, {})
    assert _count(app, User) == 1


def test_dead_link_says_what_to_do(page):
    for path in ("/prove/nothing", "/reset/nothing", "/prove/" + "x" * 3000):
        shown = page.get(path, status=404)
        assert "Ask for a new one." in shown.words()
        page.post(path, status=404)


def test_link_that_was_used_is_dead(page, post):
    _register(page)
    link = post.link(NEW)
    shown = page.get(link)
    page.send(shown, {}, having="submission_key", status=303)
    page.send(shown, {}, having="submission_key", status=404)
    page.get(link, status=404)


def test_double_click_registers_once(app, page, post):
    shown = page.get("/register")
    values = {"handle": "grey_heron", "email": NEW, "password": GOOD_PASSWORD}
    first = page.send(shown, values, having="handle")
    second = page.send(shown, values, having="handle")
    assert (first.status, second.status) == (303, 303)
    assert first.location == second.location
    assert _count(app, Registration) == 1
    assert len(post.to(NEW)) == 1


def test_proof_is_sent_again(page, post):
    _register(page)
    post.all()
    again = _fill(page, "/register/sent", {"email": NEW})
    assert (again.status, again.location) == (303, "/register/sent")
    assert len(post.to(NEW)) == 2
    _fill(page, "/register/sent", {"email": "nowhere"}, status=422)


def test_sixth_registration_of_a_day_comes_back_with_429(page):
    for letter in "abcde":
        _register(page, handle=f"heron-{letter}", email=f"{letter}@acme.example")
    refused = _register(page, handle="heron-f", email="f@acme.example")
    assert refused.status == 429
    assert int(refused.response.headers["Retry-After"]) > 0
    assert refused.form(having="handle")["fields"]["handle"] == "heron-f"


# The same for known and unknown addresses


@pytest.mark.usefixtures("cast")
def test_register_answers_alike_for_known_and_unknown_addresses(app):
    def answers(handle, email):
        page = PageClient(app)
        sent = _register(page, handle=handle, email=email)
        after = page.follow(sent)
        again = _fill(page, "/register/sent", {"email": email})
        profile = page.get(f"/u/{handle}", status=404)
        entered = _log_in(page, handle, GOOD_PASSWORD)
        told = [_normal(one) for one in (sent, after, again, profile, entered)]
        return repr(told).replace(handle, "HANDLE").replace(email, "EMAIL")

    assert answers("grey_heron", ADA) == answers("calm_otter", NEW)


@pytest.mark.usefixtures("cast")
def test_forgot_answers_alike_for_known_and_unknown_addresses(app):
    def answers(email):
        page = PageClient(app)
        sent = _fill(page, "/forgot", {"email": email})
        told = [_normal(one) for one in (sent, page.follow(sent))]
        return repr(told).replace(email, "EMAIL")

    assert answers(ADA) == answers(NEW)


@pytest.mark.usefixtures("cast")
def test_login_answers_alike_for_known_and_unknown_names(app, hashes):
    def answers(name):
        hashes.clear()
        refused = _log_in(PageClient(app), name, "wrong password")
        return repr(_normal(refused)).replace(f'value="{name}"', ""), len(hashes)

    known = answers("ada")
    assert known[1] == 1
    for name in ("nobody", ADA, NEW):
        assert answers(name) == known


@pytest.mark.usefixtures("cast")
def test_change_of_address_answers_alike_for_known_and_unknown(cast):
    def answers(who, email):
        page = cast.page(who)
        values = {"email": email, "current_password": PASSWORD}
        sent = _fill(page, "/account/email", values)
        return repr(_normal(sent)), sent.location

    assert answers("ada", "ben@northwind.example") == answers("cleo", NEW)


# Logging in and out


@pytest.mark.usefixtures("cast")
def test_login_leads_to_where_one_was_going(page):
    sent = page.get("/account/profile", status=303)
    assert sent.location == "/login?next=/account/profile"
    entered = _log_in(page, path=sent.location)
    assert (entered.status, entered.location) == (303, "/account/profile")


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "/%0d%0aSet-Cookie:x=1",
        "account/",
        "",
        "/\x09/evil.example",
        "/a\x00b",
    ],
)
def test_login_leads_to_own_pages_only(page, target):
    query = {"next": target}
    data = {"csrf_token": page.token(), "name": "ada", "password": PASSWORD}
    first = page.client.post("/login", query_string=query, data=data)
    second = page.client.get("/login", query_string=query)
    for answer in (first, second):
        assert answer.status_code == 303
        assert urlsplit(answer.location).netloc == ""
        assert answer.location == "/" or answer.location.startswith("/%")


@pytest.mark.usefixtures("cast")
def test_login_ends_the_login_that_this_browser_had(app, page):
    _log_in(page)
    _log_in_again = page.client.post(
        "/login",
        data={"csrf_token": page.token(), "name": "ben", "password": PASSWORD},
    )
    assert _log_in_again.status_code == 303
    assert _handle(page) == "ben"
    assert _count(app, LoginSession) == 1


@pytest.mark.usefixtures("cast")
def test_login_changes_the_cookie_and_the_csrf_token(page):
    page.get("/login")
    with page.client.session_transaction() as before:
        csrf = before["csrf_token"]
    _log_in(page)
    with page.client.session_transaction() as after:
        assert set(after) == {"_user_id", "_permanent"}
    page.get("/account/")
    with page.client.session_transaction() as later:
        assert later["csrf_token"] != csrf


@pytest.mark.usefixtures("cast")
def test_cookie_lives_as_long_as_the_browser_unless_remembered(app, page):
    forgetful = _log_in(page).response.headers["Set-Cookie"]
    assert "Expires" not in forgetful
    assert "HttpOnly" in forgetful
    assert "SameSite=Lax" in forgetful
    assert "ada" not in forgetful

    remembered = _log_in(PageClient(app), remember="y").response.headers["Set-Cookie"]
    assert "Expires" in remembered


@pytest.mark.usefixtures("cast")
def test_logout_ends_the_row_and_a_copied_cookie_with_it(app, page):
    _log_in(page)
    thief = PageClient(app)
    with (
        page.client.session_transaction() as mine,
        thief.client.session_transaction() as copy,
    ):
        copy.update(mine)
    assert _handle(thief) == "ada"

    done = page.post("/logout", status=303)

    assert done.location == "/"
    assert done.response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert _handle(page) is None
    assert _handle(thief) is None
    assert _count(app, LoginSession) == 0


def test_logout_of_a_visitor_does_nothing(page):
    assert page.post("/logout").location == "/"


def test_logout_by_get_is_not_possible(page):
    page.get("/logout", status=405)


@pytest.mark.usefixtures("cast", "still")
def test_seventh_try_in_a_minute_is_429_and_keeps_the_name(app):
    answers = [_log_in(PageClient(app), "ada", "wrong password") for _ in range(7)]
    assert [one.status for one in answers] == [422] * 6 + [429]
    assert answers[-1].form(having="name")["fields"]["name"] == "ada"
    assert 0 < int(answers[-1].response.headers["Retry-After"]) <= 60


@pytest.mark.usefixtures("cast", "still")
def test_forwarded_addresses_of_strangers_are_not_believed(app):
    for number in range(6):
        client = app.test_client()
        client.environ_base["HTTP_X_FORWARDED_FOR"] = f"192.0.2.{number}"
        _log_in(PageClient(app, client), f"name{number}", "wrong password")
    assert _log_in(PageClient(app), "other", "wrong password").status == 429


# Forgotten passwords


@pytest.mark.usefixtures("cast")
def test_forgotten_password_is_replaced(page, post):
    sent = _fill(page, "/forgot", {"email": ADA})
    assert sent.location == "/forgot/sent"
    assert "If somebody is registered" in page.follow(sent).words()

    link = post.link(ADA)
    refused = _fill(page, link, {"password": "short"})
    assert refused.status == 422
    done = _fill(page, link, {"password": GOOD_PASSWORD})
    assert (done.status, done.location) == (303, "/login")
    assert _log_in(page, "ada", GOOD_PASSWORD).status == 303


@pytest.mark.usefixtures("cast")
def test_reset_link_names_the_configured_host_whatever_the_request_says(app, post):
    client = app.test_client()
    client.environ_base["HTTP_HOST"] = "evil.example"
    client.environ_base["SERVER_NAME"] = "evil.example"
    _fill(PageClient(app, client), "/forgot", {"email": ADA})
    assert "evil.example" not in post.to(ADA)[-1].text
    assert "http://127.0.0.1:8000/reset/" in post.to(ADA)[-1].text


# Visitors and caches


@pytest.mark.parametrize("path", ["/u/ada", "/forgot/sent"])
@pytest.mark.usefixtures("cast")
def test_page_without_a_form_gives_visitors_no_cookie(page, path):
    answer = page.get(path).response
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.usefixtures("cast")
def test_pages_of_a_member_are_never_kept(cast):
    ada = cast.page("ada")
    for path in ("/account/", "/account/sessions", "/u/ben", "/forgot/sent"):
        assert ada.get(path).response.headers["Cache-Control"] == "no-store"


def test_links_are_not_kept_by_anybody(page, post):
    _register(page)
    answer = page.get(post.link(NEW)).response
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_mail_goes_to_one_address_only(app, page):
    refused = _register(page, email="new@acme.example\r\nBcc: victim@acme.example")
    assert refused.status == 422
    assert _count(app, Mail) == 0
