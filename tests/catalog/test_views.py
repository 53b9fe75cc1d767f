"""Public pages of the catalogue: what they show, refuse, and cost."""

from datetime import date
from decimal import Decimal

import pytest
from flask import current_app

from community.catalog.facts import EXTENSION, Fact
from community.catalog.kinds import Period
from community.catalog.models import Product, Vendor
from community.catalog.rules import (
    add_list_price,
    ensure_category,
    ensure_plan,
    ensure_product,
    ensure_vendor,
)
from community.catalog.specs import PriceFact, ProductSpec
from community.core.db import db, transaction
from community.core.visibility import State
from tests.queries import count_queries

PAGES = [
    "/prices/",
    "/prices/market/",
    "/prices/vendors/",
    "/prices/category/customer-support/",
    "/prices/arbor-inc/",
]


def put_price(product_id, amount, currency="USD"):
    plan = ensure_plan(db.session.get(Product, product_id), "Pro")
    fact = PriceFact(
        date(2024, 1, 1), currency, Decimal(amount), Period.MONTH, per_unit="user"
    )
    add_list_price(plan.id, fact)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.usefixtures("shelf")
def test_pages_are_for_everybody(page, cast, path):
    for browser in (page, cast.page("ada"), cast.page("rae"), cast.page("mo")):
        assert browser.get(path).h1


@pytest.mark.parametrize("path", [path for path in PAGES if "-" not in path])
def test_an_empty_catalogue_says_what_to_do(page, path):
    assert "uggest" in page.get(path).words()


def test_the_list_names_vendor_category_and_list_price(app, page, shelf):
    with app.app_context(), transaction():
        put_price(shelf.desk, "12.50")
    shown = page.get("/prices/")
    assert (
        "Arbor Desk Arbor Inc. Customer support $12.50 / user / month" in shown.words()
    )
    assert "/prices/arbor-inc/arbor-desk/" in shown.links
    assert "Project Manager" not in shown.words()


@pytest.mark.usefixtures("shelf")
def test_market_wide_products_have_a_list_of_their_own(page):
    shown = page.get("/prices/market/")
    assert "/prices/market/project-manager/" in shown.links
    assert "Arbor Desk" not in shown.words()


@pytest.mark.usefixtures("shelf")
def test_letters_and_categories_narrow_the_list(page):
    assert "Arbor Desk" in page.get("/prices/?letter=a").words()
    assert "Arbor Desk" not in page.get("/prices/?letter=d").words()
    assert "Arbor Desk" not in page.get("/prices/?letter=other").words()
    support = page.get("/prices/category/customer-support/?letter=c").words()
    assert "Chat" in support
    assert "Arbor Desk" not in support
    assert "Birch" in page.get("/prices/vendors/?letter=b").words()


@pytest.mark.parametrize(
    "query",
    [
        "letter=A",
        "letter=%00",
        "letter=ab",
        "letter=%ED%A0%80",
        "after=x",
        "k=1",
        "after=" + "9" * 900,
        "letter=a&letter=b&other=1",
    ],
)
@pytest.mark.parametrize(
    "path", ["/prices/", "/prices/market/", "/prices/vendors/", PAGES[3]]
)
@pytest.mark.usefixtures("shelf")
def test_unknown_queries_are_refused(page, path, query):
    page.get(f"{path}?{query}", status=400)


@pytest.mark.parametrize(
    "path",
    [
        "/prices/nobody/",
        "/prices/category/nothing/",
        "/prices/%00/",
        "/prices/category/%00/",
        "/prices/%ED%A0%80/",
        f"/prices/{'x' * 3000}/",
        "/prices/Arbor-Inc/",
    ],
)
@pytest.mark.usefixtures("shelf")
def test_unknown_addresses_are_not_found(page, path):
    page.get(path, status=404)


def test_a_long_list_has_pages(app, page):
    with app.app_context(), transaction():
        arbor = ensure_vendor("Arbor")
        for number in range(120):
            ensure_product(arbor, f"Desk {number:03}")
    for path in ("/prices/", "/prices/arbor/"):
        seen, shown = [], page.get(path)
        while True:
            seen += [n for n in range(120) if f"Desk {n:03} " in shown.words()]
            following = [link for link in shown.links if "after=" in link]
            if not following:
                break
            shown = page.get(following[0])
        assert seen == list(range(120))


@pytest.mark.usefixtures("shelf")
def test_a_vendor_page_shows_products_and_other_names(page, app):
    with app.app_context(), transaction():
        ensure_vendor("ARBOR INC T/A TREEHOUSE")
    shown = page.get("/prices/arbor-inc/")
    assert shown.h1 == ["Arbor Inc."]
    assert "2 products" in shown.words()
    assert "Arbor Desk" in shown.words()
    assert "treehouse" in shown.words()
    assert "/prices/arbor-inc/manage" not in shown.links


@pytest.mark.usefixtures("shelf")
def test_moderators_find_the_way_to_manage(cast):
    assert "/prices/arbor-inc/manage" in cast.page("mo").get("/prices/arbor-inc/").links


def test_old_vendor_addresses_redirect_for_good(app, page, shelf):
    with app.app_context(), transaction():
        vendor = db.session.get(Vendor, shelf.birch)
        vendor.merged_into_id = shelf.arbor
    moved = page.get("/prices/birch/", status=301)
    assert moved.location == "/prices/arbor-inc/"


def test_hidden_products_are_not_listed(app, page, cast, shelf):
    with app.app_context(), transaction():
        db.session.get(Product, shelf.desk).state = State.HIDDEN
    assert "Arbor Desk" not in page.get("/prices/").words()
    assert "Arbor Desk" in cast.page("mo").get("/prices/").words()


def test_later_slices_add_figures_to_the_rows(app, page, shelf, monkeypatch):
    class Medians:
        def facts(self, product_ids):
            assert shelf.desk in product_ids
            return {shelf.desk: [Fact("Median paid", "$109", "/ seat / year")]}

    monkeypatch.setitem(app.extensions, EXTENSION, [Medians()])
    assert "Median paid $109 / seat / year" in page.get("/prices/").words()
    monkeypatch.setitem(app.extensions, EXTENSION, [])
    assert "Median" not in page.get("/prices/").words()


def test_lists_cost_the_same_for_one_row_and_many(app, page):
    with app.app_context(), transaction():
        _fill(1)
    few = _costs(page)
    with app.app_context(), transaction():
        _fill(45)
    assert _costs(page) == few


def _costs(page):
    """Return how many queries each list takes when what is read once has been read."""
    costs = {}
    for path in PAGES:
        address = path.replace("arbor-inc", "arbor")
        page.get(address)
        with count_queries() as queries:
            page.get(address)
        costs[address] = len(queries)
    return costs


def _fill(count):
    spec = ProductSpec(category_id=ensure_category("Customer support").id)
    for number in range(count):
        for vendor in (ensure_vendor("Arbor"), ensure_vendor(f"V{number}"), None):
            put_price(ensure_product(vendor, f"Desk {number}", spec).id, number)


def suggestions(page, query):
    response = page.client.get(f"/prices/suggest?{query}")
    assert response.status_code == 200
    return response.json["suggestions"]


@pytest.mark.usefixtures("shelf")
def test_half_a_name_is_answered_with_names(page):
    assert suggestions(page, "q=des") == ["Desk · Birch", "Arbor Desk · Arbor Inc."]
    assert suggestions(page, "q=arb&kind=vendor") == ["Arbor Inc."]
    assert suggestions(page, "q=") == []
    assert suggestions(page, "") == []


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%25%25", "q=%ED%A0%80", "q=" + "a" * 9000, "q=a&q=b"]
)
@pytest.mark.usefixtures("shelf")
def test_odd_queries_find_nothing(page, query):
    assert suggestions(page, query) == []


@pytest.mark.parametrize("query", ["q=a&kind=deal", "q=a&k=1", "kind="])
def test_suggestions_of_other_kinds_are_refused(page, query):
    assert page.client.get(f"/prices/suggest?{query}").status_code == 400


def test_the_blueprint_is_mounted(app):
    with app.app_context():
        assert "catalog" in current_app.blueprints
