"""The choice of light or dark: in a cookie and one stylesheet, and in no page."""

import pytest

pytestmark = pytest.mark.any_database


def sheet(page) -> str:
    return page.client.get("/theme.css").get_data(as_text=True)


def test_a_choice_changes_the_stylesheet_alone_and_leads_back(page):
    asked = "/prices/wanted"
    before = page.get(asked).html
    assert "color-scheme: light dark" in sheet(page)

    chosen = page.client.post(
        "/theme",
        data={"theme": "dark"},
        headers={"Referer": f"http://localhost{asked}"},
    )
    assert (chosen.status_code, chosen.location) == (303, asked)
    cookie = chosen.headers["Set-Cookie"]
    assert "theme=dark" in cookie
    assert "HttpOnly" in cookie
    answer = page.client.get("/theme.css")
    assert "color-scheme: dark;" in answer.get_data(as_text=True)
    assert '[value="dark"]::before' in answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    etag = answer.headers["ETag"]
    assert (
        page.client.get("/theme.css", headers={"If-None-Match": etag}).status_code
        == 304
    )
    again = page.client.get(asked)
    assert again.get_data(as_text=True) == before
    assert again.headers["Cache-Control"].startswith("public")

    page.client.post("/theme", data={"theme": "system"})
    changed = page.client.get("/theme.css", headers={"If-None-Match": etag})
    assert "color-scheme: light dark" in changed.get_data(as_text=True)
    assert page.client.head("/theme.css").status_code == 200
    assert page.client.post("/theme.css").status_code == 404


@pytest.mark.parametrize(
    ("came_from", "led_to"),
    [
        ("http://localhost/search?q=arbor", "/search?q=arbor"),
        ("https://evil.example/search", "/"),
        ("http://localhost/theme", "/"),
        ("http://localhost/prices", "/"),
        ("http://localhost//evil.example", "/"),
        ("http://[", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_is_a_page_of_ours(page, came_from, led_to):
    chosen = page.client.post(
        "/theme", data={"theme": "light"}, headers={"Referer": came_from}
    )
    assert chosen.location == led_to


def test_what_is_no_theme_is_refused_and_no_cookie_helps_it(page):
    page.post("/theme", {"theme": "pink"}, status=422)
    page.client.set_cookie("theme", "}html{display:none")
    assert "display" not in sheet(page)
