"""What robots are told: addresses that exist, and nothing thin, hidden or private."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from community.core import clock, sitemap
from community.core.db import db, transaction
from community.core.visibility import State
from community.threads.queries import get_question_post
from tests.prices.seeds import arbor_desk
from tests.threads.made import answer, ask, put_in_state

_LOC = re.compile("<loc>([^<]+)</loc>")


def locations(page, path):
    answer = page.client.get(path)
    assert answer.status_code == 200, path
    assert answer.mimetype == "application/xml"
    places = _LOC.findall(answer.get_data(as_text=True))
    return [urlsplit(one).path for one in places]


def all_pages(page):
    maps = locations(page, "/sitemap.xml")
    return [path for one in maps for path in locations(page, one)]


@pytest.fixture
def town(app, cast):
    ada = cast.actor("ada")
    with app.app_context(), transaction():
        product = arbor_desk()
        answered = ask(ada, product_id=product.id)
        answer(cast.actor("cleo"), answered)
        old = ask(
            ada,
            title="Nobody ever answered this one",
            at=clock.now() - timedelta(days=91),
        )
        new = ask(ada, title="Asked yesterday, about seats", at=clock.now())
        hidden = ask(ada, title="A hidden question about seats", at=clock.now())
        put_in_state(hidden, get_question_post(hidden), State.HIDDEN)
        return [one.slug for one in (answered, old, new, hidden)]


def test_every_address_opens_and_may_be_indexed(page, town):
    found = all_pages(page)

    assert "/prices/arbor/arbor-desk/" in found
    assert "/prices/arbor/" in found
    for path in found:
        assert "noindex" not in page.get(path).html, path


def test_thin_and_hidden_questions_are_passed_over(page, town, cast):
    answered, old, new, hidden = town
    slugs = [path.rpartition("/")[2] for path in all_pages(page)]

    assert answered in slugs
    assert new in slugs
    assert old not in slugs
    assert hidden not in slugs


def test_an_old_question_without_an_answer_says_noindex(page, app, town):
    row = page.get("/questions/unanswered")
    old = next(link for link in row.links if link.endswith(town[1]))

    assert '<meta name="robots" content="noindex">' in page.get(old).html


def test_maps_have_pages(page, app, cast, monkeypatch, town):
    monkeypatch.setattr(sitemap, "PAGE_SIZE", 1)

    maps = [one for one in locations(page, "/sitemap.xml") if "/questions/" in one]

    assert maps == ["/sitemaps/questions/1.xml", "/sitemaps/questions/2.xml"]
    assert [len(locations(page, one)) for one in maps] == [1, 1]


def test_maps_that_are_not_there_are_not_found(page):
    for path in (
        "/sitemaps/questions/1.xml",
        "/sitemaps/questions/0.xml",
        "/sitemaps/questions/99999999999999999999.xml",
        "/sitemaps/deals/1.xml",
        "/sitemaps/pages/2.xml",
    ):
        assert page.get(path, status=None).status == 404


def test_robots_are_led_to_the_map_and_away_from_forms(page):
    text = page.client.get("/robots.txt").get_data(as_text=True)

    assert "Disallow: /deals/\n" in text
    assert text.endswith("/sitemap.xml\n")


def test_a_product_about_which_nothing_is_known_is_passed_over(page, app):
    with app.app_context(), transaction():
        product = arbor_desk()
        db.session.flush()
        path = f"/prices/{product.vendor_slug}/{product.slug}/"
    shown = page.get(path).html

    assert ("noindex" in shown) == (path not in all_pages(page))
