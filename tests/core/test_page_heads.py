"""What the heads of pages tell machines: one address each, what to pass over, what to show."""

import json
import re
from dataclasses import replace
from html import unescape

import pytest

from community.catalog.models import Product
from community.core.db import db, transaction
from community.core.visibility import State
from community.threads import listing, reading
from community.threads.queries import get_question_post
from community.threads.rules import asking
from moderation.screening.thresholds import THRESHOLDS
from tests.prices.factories import f1, publish_series, series_of
from tests.prices.seeds import arbor_desk
from tests.reviews.made import write
from tests.threads.made import BODY, answer, ask, draft, put_in_state

SITE = "http://127.0.0.1:8000"
DESK = "/prices/arbor/arbor-desk/"
PICTURE = f"{SITE}{DESK}picture.png"
_META = re.compile(r'<meta (?:name|property)="([^"]+)"\s+content="([^"]*)">')
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')


def told(page):
    return {name: unescape(value) for name, value in _META.findall(page.html)}


def canonical(page):
    (found,) = _CANONICAL.findall(page.html)
    assert told(page)["og:url"] == unescape(found)
    return unescape(found).removeprefix(SITE)


@pytest.fixture(autouse=True)
def _first_texts_pass(monkeypatch):
    patient = replace(THRESHOLDS, holds_from=1_000.0)
    monkeypatch.setattr("moderation.screening.rules.THRESHOLDS", patient)


@pytest.fixture
def desk(app, cast):
    """Arbor Desk, of which nobody knows or asked anything."""
    with app.app_context(), transaction():
        return arbor_desk(listed=False).id


@pytest.fixture
def asked(app, cast, desk):
    with app.app_context(), transaction():
        thread = ask(cast.actor("ada"), product_id=desk, tags="renewal")
        return f"/questions/{thread.public_id}/{thread.slug}"


@pytest.fixture
def reviewed(app, cast, desk):
    with app.app_context(), transaction():
        review = write(cast.actor("ada"), db.session.get_one(Product, desk))
        return f"/reviews/{review.public_id}"


# ---- what search engines pass over ---------------------------------------------

PAGES = [DESK, f"{DESK}questions", "/questions/", "/questions/new"]
PAGES += ["/questions/unanswered", "/questions/unanswered?vendor=arbor"]
EMPTY = [f"{DESK}reviews", f"{DESK}list-prices", "/questions/often", "/reviews/"]
EMPTY += ["/prices/market/", "/prices/?letter=q", "/u/ada"]


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("path", [*PAGES, *EMPTY])
def test_pages_that_say_nothing_are_passed_over(page, path):
    assert told(page.get(path)).get("robots") == "noindex"


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("path", [*PAGES, "/questions/tagged/renewal", "/prices/"])
def test_pages_that_say_something_are_not(page, path):
    assert "robots" not in told(page.get(path))


@pytest.mark.usefixtures("reviewed")
def test_a_product_with_reviews_alone_is_shown_with_its_score(page):
    shown = page.get(DESK)

    assert "robots" not in told(shown)
    (data,) = re.findall(r'application/ld\+json">(.*?)</script>', shown.html)
    assert json.loads(data)["aggregateRating"]["reviewCount"] == 1
    assert f"{SITE}{DESK}<" in page.client.get("/sitemaps/products/1.xml").text
    for path in (f"{DESK}reviews", "/reviews/"):
        assert "robots" not in told(page.get(path))


# ---- the one address of a page -------------------------------------------------


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/questions/", "/questions/"),
        ("/questions/unanswered?vendor=arbor", "/questions/unanswered?vendor=arbor"),
        ("/prices/?letter=a", "/prices/?letter=a"),
        (f"{DESK}reviews?sort=helpful", f"{DESK}reviews"),
        ("/u/ada", "/u/ada"),
        ("/", "/"),
    ],
)
@pytest.mark.usefixtures("asked")
def test_the_address_keeps_what_makes_it_another_page(page, path, kept):
    assert canonical(page.get(path)) == kept


def test_later_pages_of_a_list_are_pages_of_their_own(
    app, cast, page, asked, monkeypatch
):
    with app.app_context(), transaction():
        ask(cast.actor("cleo"), title="What else did you get in writing?")
    monkeypatch.setattr(listing.list_active, "__kwdefaults__", {"size": 1})
    first = page.get("/questions/")
    later = next(link for link in first.links if "after=" in link)

    assert canonical(page.get(later)) == later


def test_later_pages_of_answers_are_too_but_no_other_order_of_them(
    app, cast, page, asked, monkeypatch
):
    monkeypatch.setattr(reading, "ANSWERS_A_PAGE", 1)
    with app.app_context(), transaction():
        thread = db.session.scalars(db.select(asking.Thread)).one()
        for one in ("cleo", "mo"):
            answer(cast.actor(one), thread)
    ways = [
        next(link for link in page.get(path).links if "after=" in link)
        for path in (asked, f"{asked}?sort=oldest")
    ]

    assert canonical(page.get(ways[0])) == ways[0]
    assert canonical(page.get(ways[1])) == asked
    cleo = cast.page("cleo")
    quote = next(link for link in cleo.get(asked).links if "quote=" in link)
    assert canonical(cleo.get(quote)) == asked


# ---- what is shown beside a link -----------------------------------------------


def test_a_question_shows_how_it_begins_and_what_its_product_costs(page, asked):
    shown = told(page.get(asked))

    begins = BODY.replace("**", "")
    assert (shown["og:description"], shown["description"]) == (begins, begins)
    assert (shown["og:type"], shown["og:image"]) == ("article", PICTURE)
    assert shown["og:url"] == f"{SITE}{asked}"
    assert page.client.get(shown["og:image"].removeprefix(SITE)).mimetype == "image/png"


def test_markup_and_quotes_in_a_text_stay_words(app, cast, page):
    with app.app_context(), transaction():
        thread = ask(
            cast.actor("ada"), body='Say "seats" </head><script> & *more* of it'
        )
        path = f"/questions/{thread.public_id}/{thread.slug}"
    shown = page.get(path)

    assert told(shown)["description"] == 'Say "seats" </head><script> & more of it'
    assert "</head><script>" not in shown.html


def test_what_is_not_public_is_told_of_to_nobody(app, cast, page, asked):
    with app.app_context(), transaction():
        thread = db.session.scalars(db.select(asking.Thread)).one()
        put_in_state(thread, get_question_post(thread), State.HIDDEN)

    for reader in ("ada", "mo"):
        assert "description" not in told(cast.page(reader).get(asked))


def test_an_anonymous_question_tells_nothing_of_its_author(app, cast, page):
    with app.app_context(), transaction():
        thread = asking.ask(cast.actor("ada"), draft(), anonymous=True)
        path = f"/questions/{thread.public_id}/{thread.slug}"

    for browser in (page, cast.page("ada")):
        assert not [
            value for value in told(browser.get(path)).values() if "ada" in value
        ]


def test_a_review_shows_its_stars(page, reviewed):
    shown = told(page.get(reviewed))

    assert shown["description"].startswith("4.0 of 5 stars: The order form had every")
    assert (shown["og:type"], shown["og:image"]) == ("article", PICTURE)
    about = told(page.get(f"{DESK}reviews"))
    assert about["description"] == (
        "Buyers of Arbor Desk by Arbor: 3.2 of 5 stars in 1 review."
    )
    assert about["og:image"] == PICTURE


def test_a_product_shows_its_price_to_all_alike(app, cast, page, desk):
    said = told(page.get(DESK))["description"]
    assert said == (
        "What buyers pay for Arbor Desk by Arbor: real prices, list prices, answers."
    )
    with app.app_context(), transaction():
        publish_series(series_of(arbor_desk()), f1())

    shown = told(page.get(DESK))
    assert re.fullmatch(
        r"Buyers pay \$[\d,.]+ per .* for Arbor Desk by Arbor, the median of \S+ "
        r"organisations\. The middle half pays \S+ – \S+\. "
        r"List price of Professional: \$79 / user / month\.",
        shown["description"],
    )
    assert shown["og:type"] == "website"
    for reader in ("ada", "rae", "mo", "hana"):
        seen = told(cast.page(reader).get(DESK))
        assert seen["og:description"] == shown["description"]
