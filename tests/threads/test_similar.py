"""What is like a title: offered while one types, and in the preview without scripts."""

import pytest

from community.catalog.facts import EXTENSION as FACTS
from community.catalog.facts import Fact
from community.catalog.models import Product, Vendor
from community.core.db import db, transaction
from community.core.visibility import State
from community.threads import similar as similar_module
from community.threads.queries import get_question_post
from community.threads.rules.closing import close_as_duplicate
from community.threads.searchable import Questions
from search.engines.protocol import EngineBroken
from tests.prices.seeds import arbor_desk
from tests.threads.made import BODY, ask, put_in_state

TITLE = "What did you pay for Arbor Desk at renewal?"


class Medians:
    def facts(self, product_ids):
        return {one: [Fact("Median paid", "$109", "a seat")] for one in product_ids}


@pytest.fixture
def town(app, cast):
    """Three questions, one of them hidden, and a product; all of it indexed."""
    with app.app_context():
        with transaction():
            arbor = Vendor(name="Arbor", slug="arbor", sort_key="arbor")
            db.session.add(arbor)
            db.session.flush()
            db.session.add(
                Product(
                    name="Arbor Desk",
                    slug="arbor-desk",
                    sort_key="arbor desk",
                    vendor_id=arbor.id,
                )
            )
            ask(cast.actor("ada"), title="Arbor Desk renewal: is 20 % off usual?")
            ask(cast.actor("ada"), title="How do you pay invoices in euros?")
            hidden = ask(cast.actor("ada"), title="Arbor Desk renewal in secret")
        service = app.extensions["fairquote.search"]
        service.catch_up()
        with transaction():
            put_in_state(hidden, get_question_post(hidden), State.HIDDEN)
    return service


@pytest.fixture
def medians(app, monkeypatch):
    monkeypatch.setitem(app.extensions, FACTS, [Medians()])


@pytest.mark.usefixtures("town", "medians")
def test_similar_shows_what_shares_words_and_what_may_be_seen(cast):
    ben = cast.page("ben")
    shown = ben.get(f"/questions/similar?q={TITLE}").response.json["html"]

    assert "Arbor Desk renewal: is 20 % off usual?" in shown
    assert ">What buyers pay for Arbor Desk<" in shown
    assert "Median paid $109 a seat" in shown
    assert "invoices in euros" not in shown  # it shares one word only
    assert "in secret" not in shown  # hidden since it was indexed
    short = ben.get("/questions/similar?q=Arbor").response.json
    assert short["html"].strip() == ""
    ben.get("/questions/similar?title=x", status=400)


@pytest.mark.usefixtures("town", "medians")
def test_preview_lists_what_is_similar_and_posts_nothing(cast):
    ben = cast.page("ben")
    form = ben.get("/questions/ask")
    assert "Is it one of these?" not in form.words()
    sent = ben.send(
        form,
        {"title": TITLE, "body": BODY},
        action="/questions/ask",
        submit=("preview", "1"),
        status=200,
    )
    assert "Arbor Desk renewal: is 20 % off usual?" in sent.words()
    assert "What buyers pay for Arbor Desk" in sent.words()
    other = {"title": "Where do frogs hibernate?", "body": BODY}
    alone = ben.send(sent, other, action="/questions/ask", submit=("preview", "1"))
    assert "Is it one of these?" not in alone.words()


CHOSEN = "What discount at renewal for 150 seats?"
PRICE = "What buyers pay for Arbor Desk Median paid $109 a seat"


@pytest.mark.usefixtures("medians")
def test_the_chosen_product_comes_with_its_price_whatever_the_title_says(app, cast):
    with app.app_context():
        with transaction():
            product = arbor_desk()
            title = "Arbor Desk renewal: is 20 % off usual?"
            ask(cast.actor("ada"), title=title, product_id=product.id)
            public_id = product.public_id
        app.extensions["fairquote.search"].catch_up()
    ben = cast.page("ben")
    form = ben.get(f"/questions/ask?product={public_id}")
    assert PRICE in form.words()  # before a letter is typed
    sent = ben.send(
        ben.get("/questions/ask"),
        {"title": CHOSEN, "product": "Arbor Desk", "body": BODY},
        action="/questions/ask",
        submit=("preview", "1"),
    )
    assert PRICE in sent.words()
    assert "Arbor Desk renewal: is 20 % off usual?" in sent.words()
    for title in (TITLE, ""):
        told = {"q": title, "product": "Arbor Desk · Arbor"}
        typed = ben.client.get("/questions/similar", query_string=told).json["html"]
        assert typed.count("What buyers pay for Arbor Desk<") == 1
    nothing = {"q": "", "product": "Arb"}
    typed = ben.client.get("/questions/similar", query_string=nothing).json["html"]
    assert typed.strip() == ""
    without = ben.send(sent, {"product": ""}, submit=("preview", "1"), having="title")
    assert PRICE not in without.words()


@pytest.mark.usefixtures("town")
def test_without_an_index_nothing_is_similar(app, cast, context, monkeypatch):
    def broken(*args):
        raise EngineBroken("gone")

    finder = app.extensions[similar_module.EXTENSION]
    assert similar_module.list_similar(cast.actor("ben"), TITLE)
    monkeypatch.setattr(finder._engine, "search", broken)
    assert not similar_module.list_similar(cast.actor("ben"), TITLE)
    assert not similar_module.list_similar(cast.actor("ben"), "who is it for, and why")


@pytest.mark.usefixtures("town")
def test_typing_has_a_limit_of_its_own(app, cast, monkeypatch):
    ben = cast.page("ben")
    finder = app.extensions[similar_module.EXTENSION]
    monkeypatch.setattr(finder._limiter, "_clock", lambda: 0.0)
    finder._limiter.forget()
    try:
        for _ in range(30):
            ben.get("/questions/similar?q=")
        ben.get("/questions/similar?q=", status=429)
        ben.get("/search?q=arbor")
    finally:
        finder._limiter.forget()


@pytest.mark.usefixtures("context")
def test_what_was_asked_before_leads_to_where_it_is_answered(app, cast):
    asked = [
        f"Arbor Desk renewal: is {number} % off usual at renewal?"
        for number in range(4)
    ]
    with transaction():
        threads = [ask(cast.actor("ada"), title=title) for title in asked]
        stays = ask(cast.actor("ben"), title="How low do they go when one asks twice?")
        for one in threads[1:]:
            close_as_duplicate(cast.actor("mo"), one, stays)
    app.extensions["fairquote.search"].catch_up()

    found = similar_module.list_similar(cast.actor("cleo"), TITLE).questions

    assert sorted(one.title for one in found) == sorted([asked[0], stays.title])
    (facts,) = [one.facts for one in found if one.title == stays.title]
    assert "asked 4 times" in facts
    shown = Questions().results(cast.actor("cleo"), [threads[1].id])
    assert "asked before" in shown[0].facts
