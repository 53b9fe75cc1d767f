"""Addresses in our templates are written out: each must lead somewhere, for everybody."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from community.core import clock
from community.core.db import transaction
from tests.prices.seeds import arbor_desk, question

PAGES = [
    "/",
    "/prices/arbor/arbor-desk/",
    "/prices/arbor/arbor-desk/questions",
    "/prices/arbor/arbor-desk/list-prices",
]
BUYERS_ALONE = ("/requests/new?product", "/rooms/shortlist?product")
NAUGHTY = ["a%00b", "%ff%fe", "x" * 5_000, "%ed%a0%80", "..%2f..", "ä", "'--"]


@pytest.fixture
def shop(app, cast):
    with app.app_context(), transaction():
        product = arbor_desk()
        at = clock.now() - timedelta(days=1)
        question(cast.actor("ada"), product, "What uplift cap did you get?", at)


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("who", [None, "ada", "rae", "mo", "hana"])
def test_every_link_of_the_first_pages_leads_somewhere(page, cast, who):
    browser = page if who is None else cast.page(who)
    found = {
        link
        for path in PAGES
        for link in browser.get(path).links
        if link.startswith("/") and not urlsplit(link).netloc
    }

    dead = [
        (link, status)
        for link in sorted(found)
        if (status := browser.get(link, status=None).status) >= 400
        # A rep may not share prices or ask; the button says so when pressed.
        and not (who == "rae" and status == 403)
        # Nor may staff ask a vendor or have a room; the page of prices is the same for all.
        and not (link.startswith(BUYERS_ALONE) and status == 403)
    ]

    assert len(found) > 10
    assert dead == []


@pytest.mark.parametrize("slug", NAUGHTY)
@pytest.mark.parametrize("tab", ["", "questions", "list-prices"])
def test_odd_addresses_are_no_crash(page, slug, tab):
    assert page.get(f"/prices/{slug}/x/{tab}", status=None).status in {400, 404}
    assert page.get(f"/prices/arbor/{slug}/{tab}", status=None).status in {400, 404}
    assert page.get(f"/?{slug}={slug}", status=None).status == 400
