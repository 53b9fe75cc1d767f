"""Somebody's first day, from the door to the door, with a stranger who answers."""

import re

import pytest

from community.core import worker
from community.core.db import transaction
from tests.journeys.mailbox import letters_to, link_to
from tests.page import PageClient
from tests.prices.seeds import arbor_desk

PASSWORD = "a long sentence of mine"
TITLE = "What uplift did you get at a three year renewal?"
BODY = "We have **180 seats** and they want nine percent. What did you sign?"
ANSWER = "We got four percent, in writing, after asking for a cap twice."
DEAL = {
    "lines-0-quantity": "150",
    "lines-0-recurring_amount": "$324,000.00",
    "lines-0-recurring_covers": "term",
    "stage": "new",
    "term_months": "36",
    "currency": "USD",
    "billing": "annual-upfront",
    "channel": "direct",
    "org_size": "201-500",
    "region": "emea",
    "sector": "private",
    "relationship": "buyer",
    "contract_forbids": "no",
    "right_to_share": "y",
    "tax_excluded": "y",
}


@pytest.fixture
def town(app):
    with app.app_context(), transaction():
        arbor_desk()


def search_catches_up(app) -> None:
    with app.app_context():
        app.extensions["fairquote.search"].catch_up()


def join(app, settings, handle: str) -> PageClient:
    """Register, prove the address by the mail, and log in."""
    page = PageClient(app)
    address = f"{handle}@first-day.example"
    form = page.get("/register")
    words = {"handle": handle, "email": address, "password": PASSWORD}
    sent = page.follow(page.send(form, words, having="handle", status=303))
    assert sent.h1 != []
    worker.run_due(app)
    proof = page.get(link_to(settings.data_dir / "mail", address, "/prove/"))
    assert handle in proof.words()
    page.follow(page.send(proof, having="submission_key", status=303))
    login = page.get("/login")
    words = {"name": handle, "password": PASSWORD}
    page.follow(page.send(login, words, having="password", status=303))
    assert handle in page.get("/account/").words()
    return page


def post_deal(page: PageClient, month: str):
    """Go through the steps of the form; return the page of the saved deal."""
    having = "lines-0-product"
    form = page.get("/deals/new")
    named = page.send(
        form, {having: "Arbor Desk"}, having=having, submit=("do", "show"), status=200
    )
    plan = re.search(r'<option value="([^"]+)"[^>]*>\s*Professional', named.html)
    assert plan is not None
    typed = {**DEAL, "deal_month": month, "lines-0-plan": plan[1]}
    preview = page.send(
        named, typed, having=having, submit=("do", "preview"), status=200
    )
    assert preview.h1 == ["Is this right?"]
    assert "$720" in preview.html
    saved = page.send(preview, having=having, submit=("do", "save"), status=303)
    listed = page.follow(saved).links
    return page.get(next(one for one in listed if one.startswith("/deals/mine/")))


@pytest.mark.usefixtures("town")
def test_first_day_of_a_member(app, settings):
    nora, omar = join(app, settings, "nora"), join(app, settings, "omar")
    visitor = PageClient(app)

    deal = post_deal(nora, "2026-01")
    ask = nora.get("/questions/ask")
    words = {"title": TITLE, "body": BODY, "product": "Arbor Desk", "tags": "renewal"}
    thread = nora.follow(nora.send(ask, words, having="title", status=303))
    search_catches_up(app)
    found = visitor.get("/search?q=uplift+renewal")
    reply = omar.get(thread.path)
    landed = omar.send(reply, {"body": ANSWER}, having="body", status=303)
    answered = omar.follow(omar.get(landed.location, status=302))
    choice = next(
        form["action"]
        for form in nora.get(thread.path).forms
        if form["action"].endswith("/choose")
    )
    nora.send(nora.get(thread.path), action=choice, status=303)
    shown = visitor.get(thread.path)
    nora.follow(nora.send(nora.get("/"), action="/logout", status=303))

    assert thread.path in found.links
    assert ANSWER in answered.words()
    assert "✓ Answered" in shown.words()
    assert visitor.get(deal.path, status=303).location.startswith("/login?")
    assert omar.get(deal.path, status=404).path == deal.path
    assert nora.get("/account/", status=303).location == "/login?next=/account/"


@pytest.mark.usefixtures("town")
def test_forgotten_password_leads_back_in(app, settings):
    page = join(app, settings, "nora")
    page.send(page.get("/"), action="/logout", status=303)
    address = "nora@first-day.example"

    page.send(page.get("/forgot"), {"email": address}, having="email", status=303)
    worker.run_due(app)
    link = link_to(settings.data_dir / "mail", address, "/reset/")
    new = {"password": "another long sentence"}
    page.follow(page.send(page.get(link), new, having="password", status=303))
    old = {"name": "nora", "password": PASSWORD}
    page.send(page.get("/login"), old, having="password", status=422)
    page.send(page.get("/login"), {**old, **new}, having="password", status=303)

    assert page.get("/account/").status == 200
    assert page.get(link, status=404).status == 404
    assert len(letters_to(settings.data_dir / "mail", address)) >= 2


@pytest.mark.usefixtures("town")
def test_a_form_outlives_the_login(app, settings):
    page = join(app, settings, "nora")
    form = page.get("/questions/ask")
    page.client.post("/logout", data={"csrf_token": page.token()})
    words = {"title": TITLE, "body": BODY}

    refused = page.send(form, words, having="title", status=303)
    login = page.get(refused.location)
    known = {"name": "nora", "password": PASSWORD}
    back = page.follow(page.send(login, known, having="password", status=303))

    typed = back.form(having="title")["fields"]
    assert back.path == "/questions/ask"
    assert {name: typed[name] for name in words} == words
