"""Price pages by the minute: scrapers are told to wait, nobody else is."""

from dataclasses import replace

import pytest
from flask import Flask

from community.core import pagebudget
from community.core.addresses import client_of, household, is_somebody

BUDGET = 5


@pytest.fixture
def get(app: Flask, monkeypatch, time_machine):
    """Return a way to ask for a page through a budget of five pages a minute.

    The clock stands: the requests of one test never fall into two minutes.
    """
    time_machine.move_to("2026-11-26T12:00:10Z", tick=False)
    settings = replace(
        app.extensions["fairquote.settings"],
        page_budget=BUDGET,
        trusted_proxies=("127.0.0.1",),
    )
    monkeypatch.setitem(app.extensions, "fairquote.settings", settings)
    budget = pagebudget.PageBudget(app, app.wsgi_app)
    monkeypatch.setattr(app, "wsgi_app", budget)
    client = app.test_client(use_cookies=False)

    def get(path="/prices/", address="203.0.113.7", **headers):
        return client.get(path, headers={"X-Forwarded-For": address, **headers})

    return get


def test_a_scraper_gets_429_and_when_to_come_back(get):
    answers = [get() for _ in range(BUDGET + 3)]

    statuses = [answer.status_code for answer in answers]
    assert statuses == [200] * BUDGET + [429] * 3
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 61
    assert "very many price pages" in answers[-1].get_data(as_text=True)


def test_others_and_other_pages_are_not_counted(get):
    for _ in range(BUDGET + 1):
        get()

    assert get(address="203.0.113.8").status_code == 200
    assert get("/questions/").status_code == 200


def test_a_household_with_ipv6_is_one(get):
    for number in range(BUDGET):
        get(address=f"2001:db8::{number + 1}")

    assert get(address="2001:db8::ffff").status_code == 429
    assert get(address="2001:db8:1::1").status_code == 200


def test_made_up_cookies_do_not_help_for_long(get, app: Flask):
    name = app.config["SESSION_COOKIE_NAME"]

    statuses = [
        get(Cookie=f"{name}=made-up-{number}").status_code
        for number in range(10 * BUDGET + 1)
    ]

    assert statuses[:-1] == [200] * 10 * BUDGET
    assert statuses[-1] == 429


def test_one_login_has_a_budget_of_its_own(get, app: Flask):
    name = app.config["SESSION_COOKIE_NAME"]

    statuses = [
        get(address="127.0.0.1", Cookie=f"{name}=x").status_code
        for _ in range(int(2.5 * BUDGET) + 1)
    ]

    assert statuses == [200] * int(2.5 * BUDGET) + [429]


def test_an_unnamed_proxy_is_nobody(get):
    statuses = {get(address="").status_code for _ in range(3 * BUDGET)}

    assert statuses == {200}


def test_the_next_minute_is_another(get, time_machine):
    for _ in range(BUDGET + 1):
        get()
    assert get().status_code == 429

    time_machine.move_to("2026-11-26T12:01:00Z", tick=False)

    assert get().status_code == 200


def test_who_asks_behind_proxies():
    assert client_of("10.0.0.1", "9.9.9.9", ()) == "10.0.0.1"
    assert client_of("10.0.0.1", "9.9.9.9", ("10.0.0.0/8",)) == "9.9.9.9"
    assert client_of("10.0.0.1", "forged, nonsense", ("10.0.0.0/8",)) == "10.0.0.1"
    assert not is_somebody(client_of("", "", ()))
    assert household("nonsense") == "nonsense"
    assert not is_somebody("nonsense")
    assert not is_somebody("::1")
    assert is_somebody("203.0.113.7")
