import pytest

from community.core.db import db
from tests.page import PageClient


def test_a_route_that_says_nothing_admits_nobody(visitor):
    assert visitor.client.get("/playground/nobody").status_code == 403


def test_a_post_without_token_changes_nothing(visitor, kinds):
    answer = visitor.client.post("/playground/button")
    assert answer.status_code == 400
    assert kinds() == []


@pytest.mark.parametrize("origin", ["https://evil.example", "http://["])
def test_a_post_from_another_site_changes_nothing(visitor, kinds, origin):
    page = visitor.post("/playground/button", headers={"Origin": origin}, status=400)
    assert "open for too long" in page.words()
    assert kinds() == []


def test_a_post_with_token_is_committed(visitor, kinds):
    visitor.post(
        "/playground/button", headers={"Origin": "http://localhost"}, status=200
    )
    assert kinds() == ["playground.button"]


def test_a_get_changes_nothing(visitor, kinds):
    visitor.client.get("/playground/write-on-get")
    assert kinds() == []


def test_a_visitor_gets_no_cookie_and_no_vary_on_it(visitor):
    answer = visitor.client.get("/playground/open")
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_a_page_with_a_form_is_not_stored(visitor):
    answer = visitor.client.get("/playground/form")
    assert "Set-Cookie" in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_answers_carry_the_security_headers(visitor):
    headers = visitor.client.get("/playground/open").headers
    assert headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


def test_over_tls_cookies_are_host_bound(build):
    secure = build(base_url="https://prices.example")
    answer = secure.test_client().get(
        "/playground/form", base_url="https://prices.example"
    )
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-fairquote=")
    assert all(
        word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/")
    )
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_unknown_parameters_are_refused(visitor):
    assert visitor.client.get("/playground/open?q=1").status_code == 200
    assert visitor.client.get("/playground/open?q=1&debug=1").status_code == 400


def test_a_body_over_the_limit_is_refused(visitor):
    page = visitor.post("/playground/form", {"name": "x" * 6_000}, status=413)
    assert "too large" in page.words()


@pytest.mark.parametrize(
    ("trusted", "forwarded", "address"),
    [
        ((), "203.0.113.9", "127.0.0.1"),
        (("127.0.0.1",), "203.0.113.9", "203.0.113.9"),
        (("127.0.0.1",), "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        (
            ("127.0.0.0/8", "203.0.113.0/24"),
            "198.51.100.7, 203.0.113.9",
            "198.51.100.7",
        ),
        (("127.0.0.1",), "", "127.0.0.1"),
        (("127.0.0.1",), "not-an-address", "127.0.0.1"),
    ],
)
def test_only_trusted_proxies_are_believed(build, trusted, forwarded, address):
    client = build(trusted_proxies=trusted).test_client()
    answer = client.get("/playground/open", headers={"X-Forwarded-For": forwarded})
    assert answer.get_data(as_text=True).split()[0] == address


def test_a_proxy_is_known_by_its_ipv4_address_on_an_ipv6_socket(build):
    client = build(trusted_proxies=("10.0.0.0/8",)).test_client()
    answer = client.get(
        "/playground/open",
        headers={"X-Forwarded-For": "203.0.113.7"},
        environ_base={"REMOTE_ADDR": "::ffff:10.0.0.1"},
    )
    assert answer.get_data(as_text=True).split()[0] == "203.0.113.7"


def test_waiting_writers_are_capped(playground, visitor):
    gate = playground.extensions["fairquote.write_gate"]
    taken = 0
    while gate.enter():
        taken += 1
    answer = visitor.post("/playground/button", status=503)
    assert answer.response.headers["Retry-After"] == "5"
    for _ in range(taken):
        gate.leave()
    assert taken == 5
    visitor.post("/playground/button", status=200)


def test_readers_do_not_wait_for_a_writer(playground, visitor):
    with playground.app_context(), db.engine.begin():
        assert visitor.client.get("/playground/open").status_code == 200


def test_the_token_belongs_to_the_session(playground, visitor, kinds):
    visitor.client.get("/playground/form")
    stranger = PageClient(playground)
    stranger.client.get("/playground/form")
    answer = visitor.client.post(
        "/playground/button", data={"csrf_token": stranger.token()}
    )
    assert answer.status_code == 400
    assert kinds() == []


def test_a_post_that_changes_nothing_needs_no_token_and_is_never_committed(
    visitor, kinds
):
    answer = visitor.client.post("/playground/ask", data={"what": "12"})

    assert answer.status_code == 200
    assert answer.get_data(as_text=True) == "asked 12"
    assert kinds() == []


def test_who_asks_by_a_post_that_changes_nothing_gets_no_cookie(visitor):
    answer = visitor.client.post("/playground/ask", data={"what": "12"})

    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_post_that_changes_nothing_waits_for_no_writer(playground):
    class Full:
        def enter(self) -> bool:
            return False

    playground.extensions["fairquote.write_gate"] = Full()
    client = playground.test_client()

    assert client.post("/playground/ask").status_code == 200
    assert client.post("/playground/button").status_code == 503
