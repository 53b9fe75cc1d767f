"""Feeds: what a feed reader makes of them, and what they leave out."""

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.core import clock
from community.core.atom import Entry, Feed, write_atom
from community.core.db import transaction
from community.core.visibility import State
from community.threads.queries import get_question_post
from tests.prices.seeds import arbor_desk
from tests.queries import count_queries
from tests.threads.made import answer, ask, put_in_state

TITLE = "Is <b>10 %</b> & more usual?"


@pytest.fixture
def asked(app, cast):
    """Commit a question about Arbor Desk that was answered, and one that is hidden."""
    with app.app_context(), transaction():
        product = arbor_desk()
        thread = ask(
            cast.actor("ada"), title=TITLE, tags="renewal", product_id=product.id
        )
        answer(cast.actor("cleo"), thread)
        hidden = ask(
            cast.actor("ada"),
            title="A hidden question about seats",
            tags="renewal",
            product_id=product.id,
        )
        put_in_state(hidden, get_question_post(hidden), State.HIDDEN)
        return thread.public_id, thread.slug


def read(page, path):
    answer = page.client.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "application/atom+xml"
    parsed = feedparser.parse(answer.data)
    assert not parsed.bozo, parsed.get("bozo_exception")
    return parsed


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/feeds/questions.atom", "Questions"),
        ("/feeds/tags/renewal.atom", "Questions tagged renewal"),
        ("/feeds/prices/arbor.atom", "Questions about Arbor"),
        ("/feeds/prices/arbor/arbor-desk.atom", "Questions about Arbor Desk"),
    ],
)
def test_a_feed_reader_finds_the_public_question(page, asked, path, title):
    found = read(page, path)

    assert found.version == "atom10"
    assert found.feed.title == f"{title} · Fairquote"
    (entry,) = found.entries
    public_id, slug = asked
    assert entry.title == "Is &lt;b&gt;10 %&lt;/b&gt; &amp; more usual?" or (
        "10 %" in entry.title
    )
    assert entry.link.endswith(f"/questions/{public_id}/{slug}")
    assert entry.id.endswith(f"/questions/{public_id}")
    assert entry.author == "ada"
    assert [one.term for one in entry.tags] == ["renewal"]
    assert "<strong>180 seats</strong>" in entry.content[0].value
    assert entry.published_parsed < entry.updated_parsed


def test_pages_lead_to_their_feeds(page, asked):
    for path, feed in (
        ("/questions/", "/feeds/questions.atom"),
        ("/questions/tagged/renewal", "/feeds/tags/renewal.atom"),
        ("/prices/arbor/", "/feeds/prices/arbor.atom"),
        ("/prices/arbor/arbor-desk/", "/feeds/prices/arbor/arbor-desk.atom"),
        ("/prices/arbor/arbor-desk/questions", "/feeds/prices/arbor/arbor-desk.atom"),
    ):
        assert f'type="application/atom+xml" href="{feed}"' in " ".join(
            page.get(path).html.split()
        )
        read(page, feed)


def test_an_empty_feed_is_a_feed_and_stays_the_same(page):
    first = page.client.get("/feeds/questions.atom").data

    assert read(page, "/feeds/questions.atom").entries == []
    assert page.client.get("/feeds/questions.atom").data == first


def test_feeds_of_nothing_are_not_found(page, asked):
    for path in (
        "/feeds/tags/none.atom",
        "/feeds/prices/none.atom",
        "/feeds/prices/arbor/none.atom",
    ):
        assert page.get(path, status=None).status == 404
    assert page.get("/feeds/questions.atom?page=2", status=None).status == 400


def test_cost_is_the_same_for_one_question_and_for_a_page(app, cast, page, asked):
    with count_queries() as one:
        read(page, "/feeds/questions.atom")
    with app.app_context(), transaction():
        for number in range(40):
            ask(cast.actor("ada"), title=f"Question number {number} about seats")

    with count_queries() as many:
        assert len(read(page, "/feeds/questions.atom").entries) == 30

    assert len(many) == len(one)


@given(st.text(), st.text())
def test_any_text_makes_well_formed_xml(title, html):
    entry = Entry(title, "/questions/x/y", "a", html, clock.now(), clock.now())

    parsed = feedparser.parse(
        write_atom(
            Feed("F", "/feeds/f.atom", "/", [entry]),
            base_url="https://prices.example",
            site_name="S",
        )
    )

    assert not parsed.bozo
