"""The search page."""

import pytest
from flask import Flask

from community.core.db import transaction
from search.engines.whoosh import WhooshEngine
from search.service import Search
from tests.cast import Cast
from tests.page import PageClient
from tests.search import notes


@pytest.fixture
def arbor(app: Flask, service: Search) -> int:
    with app.app_context():
        with transaction():
            note_id = notes.post("Arbor Desk <renewal>", "They want 22 % more a seat.")
            for number in range(29):
                notes.post(f"Palisade {number}", "a seat")
            notes.post("Arbor memo", kind="memo")
        service.catch_up()
        return note_id


@pytest.mark.usefixtures("service")
def test_the_empty_page_says_how_to_search(page: PageClient) -> None:
    shown = page.get("/search")
    assert shown.h1 == ["Search"]
    assert "Put words that belong together in quotes" in shown.words()
    assert shown.form("/search", having="q")["method"] == "get"
    assert page.get("/search?q=%20").words() == shown.words()


def test_results_stand_by_kind_with_tabs_and_highlights(
    page: PageClient, arbor: int
) -> None:
    shown = page.get("/search?q=arbor+renewals")
    assert shown.title.startswith("Search for arbor renewals")
    assert shown.h1 == ["Results for “arbor renewals”"]
    assert "<mark>Arbor</mark> Desk &lt;<mark>renewal</mark>&gt;" in shown.html
    assert f"/notes/{arbor}" in shown.links
    assert "Everything · 2" in shown.words()
    assert "Notes · 1" in shown.words()
    assert "Memos · 1" in shown.words()
    assert "/search?q=arbor+renewals&kind=memo" in shown.links
    only = page.get("/search?q=arbor&kind=memo")
    assert f"/notes/{arbor}" not in only.links
    assert "Memos · 1" in only.words()


@pytest.mark.usefixtures("arbor")
def test_more_than_fits_leads_to_its_tab_and_pages(
    service: Search, page: PageClient
) -> None:
    shown = page.get("/search?q=palisade")
    assert "All 29 notes" in shown.words()
    assert sum(link.startswith("/notes/") for link in shown.links) == 5
    first = page.get("/search?q=palisade&kind=note")
    service.limiter.forget()
    assert sum(link.startswith("/notes/") for link in first.links) == 20
    (more,) = [link for link in first.links if "after=" in link]
    second = page.get(more)
    assert sum(link.startswith("/notes/") for link in second.links) == 9
    assert "Back to the start" in second.words()


@pytest.mark.usefixtures("arbor")
def test_nothing_found_offers_to_ask_and_to_share(page: PageClient) -> None:
    shown = page.get("/search?q=%3Cb%3Equorum")
    assert "Nothing found for “<b>quorum”" in shown.words()
    assert {"/questions/ask", "/deals/new"} <= set(shown.links)
    assert "<b>" not in shown.html


@pytest.mark.usefixtures("service")
def test_too_long_a_search_comes_back_with_a_sentence(page: PageClient) -> None:
    typed = "x" * 300
    shown = page.get(f"/search?q={typed}", status=400)
    assert "Please search with at most 256 characters" in shown.words()
    assert f'value="{typed}"' in shown.html
    assert 'role="alert"' in shown.html
    many = page.get("/search?q=" + "+".join(f"w{n}" for n in range(13)), status=400)
    assert "Please search with at most 12 words" in many.words()


@pytest.mark.usefixtures("service")
def test_only_exclusions_are_answered_with_a_hint(page: PageClient) -> None:
    assert "Nothing is left to look for" in page.get("/search?q=-arbor").words()
    assert "Nothing is left to look for" in page.get("/search?q=%3F%3F").words()


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("q=arbor&kind=deal", 404),
        ("q=arbor&after=x", 400),
        ("q=arbor&kind=note&after=2000", 400),
        ("q=arbor&page=3", 400),
        ("q=arbor&q=desk", 200),
        ("kind=note", 200),
        ("q=%00%ed%a0%80%e2%80%ae", 200),
        ("q[]=arbor", 400),
    ],
)
@pytest.mark.usefixtures("arbor")
def test_odd_addresses_are_answered(
    service: Search, page: PageClient, query: str, status: int
) -> None:
    service.limiter.forget()
    page.get(f"/search?{query}", status=status)


@pytest.mark.usefixtures("arbor")
def test_nobody_keeps_the_page_for_another(page: PageClient) -> None:
    response = page.get("/search?q=arbor").response
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in response.headers


@pytest.mark.usefixtures("arbor")
def test_fast_searching_is_refused_for_a_while(
    app: Flask, cast: Cast, service: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service.limiter, "_clock", lambda: 0.0)
    page = PageClient(app)
    statuses = [page.get("/search?q=arbor", status=None).status for _ in range(3)]
    assert statuses == [200, 200, 429]
    refused = page.get("/search?q=arbor", status=429).response
    assert int(refused.headers["Retry-After"]) >= 1
    page.get("/search")  # looking at the empty page is no search
    ada = cast.page("ada")
    statuses = [ada.get("/search?q=arbor", status=None).status for _ in range(31)]
    assert statuses == [200] * 30 + [429]


@pytest.mark.usefixtures("arbor")
def test_a_crowd_is_told_to_come_back(
    service: Search, page: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.engines.whoosh._WAIT_SECONDS", 0.01)
    assert isinstance(service.engine, WhooshEngine)
    with service.engine._turn:
        refused = page.get("/search?q=arbor", status=503).response
    assert refused.headers["Retry-After"] == "2"


@pytest.mark.usefixtures("service")
def test_a_broken_index_still_answers(app: Flask, page: PageClient) -> None:
    with app.app_context(), transaction():
        note_id = notes.post("Arbor Desk")
    shown = page.get("/search?q=desk")
    assert f"/notes/{note_id}" in shown.links
    assert "only titles are searched" in shown.words()


def test_hidden_things_are_shown_to_moderators_alone(
    app: Flask, page: PageClient, cast: Cast, arbor: int
) -> None:
    with app.app_context(), transaction():
        notes.edit(arbor, state="hidden")
    link = f"/notes/{arbor}"
    seen = {
        name: link in cast.page(name).get("/search?q=renewal").links
        for name in ("ada", "rae", "mo", "hana")
    }
    assert seen == {"ada": False, "rae": False, "mo": True, "hana": False}
    assert link not in page.get("/search?q=renewal").links


@pytest.mark.usefixtures("arbor")
def test_out_of_time_is_said(
    page: PageClient, service: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service.engine, "_seconds", -1.0)
    assert "That search was cut short" in page.get("/search?q=seat").words()
