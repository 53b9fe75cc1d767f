"""How often a program may ask: told in each answer, counted by token, refused in words."""

from dataclasses import replace
from functools import partial

import pytest
from flask import Flask

from community.core import pagebudget, pagecache

BUDGET = 4
DESK = "/questions"


@pytest.fixture
def budgeted(app, monkeypatch, time_machine):
    """Have the application count, with the page cache behind, on a clock that stands."""
    time_machine.move_to("2026-11-26T12:00:10Z", tick=False)
    settings = replace(
        app.extensions["fairquote.settings"],
        page_budget=BUDGET,
        trusted_proxies=("127.0.0.1",),
    )
    monkeypatch.setitem(app.extensions, "fairquote.settings", settings)
    inner = partial(Flask.wsgi_app, app)  # without a budget of its own
    cache = pagecache.PageCache(app, inner)
    monkeypatch.setattr(app, "wsgi_app", pagebudget.PageBudget(app, cache))


@pytest.fixture
def get(budgeted, program):
    def get(path=DESK, *, by=program, address="203.0.113.7", status=200, **headers):
        told = {"X-Forwarded-For": address, **headers}
        return by.ask(path, headers=told, status=status)

    return get


def test_each_answer_tells_what_is_left_kept_ones_too(get):
    answers = [get() for _ in range(BUDGET)]

    assert [one.headers["RateLimit"] for one in answers] == [
        f'"minute";r={left};t=51' for left in (3, 2, 1, 0)
    ]
    assert answers[0].headers["RateLimit-Policy"] == f'"minute";q={BUDGET};w=60'
    assert len({one.headers["ETag"] for one in answers}) == 1


def test_beyond_it_one_is_told_when_to_come_back(get, time_machine):
    for _ in range(BUDGET):
        get()

    refused = get(status=429)

    assert refused.headers["Retry-After"] == "51"
    assert refused.headers["RateLimit"] == '"minute";r=0;t=51'
    assert refused.json["code"] == "too-many"
    time_machine.move_to("2026-11-26T12:01:01Z", tick=False)
    get()


def test_a_token_has_a_budget_of_its_own(get, program_of):
    for _ in range(BUDGET):
        get()
    ada = program_of("ada")

    answers = [get(by=ada) for _ in range(10)]

    assert answers[0].headers["RateLimit-Policy"] == '"minute";q=10;w=60'
    assert answers[-1].headers["RateLimit"] == '"minute";r=0;t=51'
    get(by=ada, status=429)


def test_made_up_tokens_of_one_address_count_together(get, program):
    for number in range(40):
        made_up = {"Authorization": f"Bearer made-up-{number}"}
        get(status=401, **made_up)

    get(status=429, Authorization="Bearer made-up-too")


def test_what_the_cache_keeps_is_asked_for_by_its_etag(get):
    first = get()

    again = get(status=304, **{"If-None-Match": first.headers["ETag"]})

    assert again.get_data() == b""
    assert "RateLimit" in again.headers
