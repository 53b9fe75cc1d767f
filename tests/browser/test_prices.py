"""Published prices in a real browser: looks, and the quote card with JavaScript."""

import re

import pytest

from community.catalog.rules import ensure_plan, ensure_product, ensure_vendor
from community.core.db import transaction
from community.deals.kinds import Stage
from community.prices.dimensions import Choice, Dimension
from tests.browser.looks import assert_accessible, assert_looks_right
from tests.prices.factories import FIRST, crowd, publish_series, series_of
from tests.prices.seeds import arbor_desk

PATH = "/prices/arbor/arbor-desk/"
PAGES = [PATH, "/method", "/compare?p=arbor/arbor-desk&p=arbor/arbor-chat"]


@pytest.fixture
def desk(app):
    """Arbor Desk with everything that may be shown of many organisations."""
    choice = Choice(first=Dimension.QUANTITY, second=Dimension.SIZE)
    levers = [["quarter-end", "most"], ["prepay", "few"]]
    with app.app_context(), transaction():
        product = arbor_desk()
        sold = series_of(product, plan=ensure_plan(product, "Professional"))
        publish_series(sold, crowd(40, around=1100), day=FIRST)
        publish_series(sold, crowd(88), choice=choice, levers=levers)
        other = ensure_product(ensure_vendor("Arbor"), "Arbor Chat")
        publish_series(series_of(other), crowd(15, around=300))
        renewed = series_of(product, stage=Stage.RENEWAL)
        publish_series(renewed, crowd(6))


@pytest.mark.usefixtures("desk")
def test_prices_are_accessible_and_fit(tab):
    assert_looks_right(tab(), *PAGES)


def compare(page, amount, quantity=""):
    page.get_by_label("Users").fill(quantity)
    page.get_by_label("Yearly total").fill(amount)
    page.get_by_role("button", name="Compare").click()
    said = page.locator("[data-verdict]")
    said.filter(has_text="median").wait_for()
    return re.sub(r"\s+", " ", said.inner_text()).strip()


QUOTES = [
    ("990", ""),
    ("$88,000", "100"),
    ("26.000,50", "20"),
    ("1,500", ""),
    ("2400", "3"),
]


@pytest.mark.usefixtures("desk")
def test_a_quote_is_told_alike_with_and_without_javascript(tab):
    scripted, plain = tab(), tab(java_script_enabled=False)
    posted = []
    scripted.on(
        "request", lambda one: posted.append(one) if one.method == "POST" else 0
    )

    for amount, quantity in QUOTES:
        scripted.goto(PATH)
        plain.goto(PATH)
        told = compare(scripted, amount, quantity)
        assert told == compare(plain, amount, quantity)
        assert scripted.locator("svg .you").count() == 1
        assert scripted.url.endswith(PATH)

    assert posted == []


@pytest.mark.usefixtures("desk")
def test_nonsense_is_left_to_the_server_to_refuse(tab):
    page = tab(width=390, height=844)
    page.goto(PATH)

    page.get_by_label("Yearly total").fill("cheap")
    page.get_by_role("button", name="Compare").click()

    page.get_by_text("Give a number, 1234.50 for instance.").first.wait_for()
    assert page.get_by_label("Yearly total").input_value() == "cheap"
    assert_accessible(page)


@pytest.mark.usefixtures("desk")
def test_choosing_a_series_sends_itself(tab):
    page = tab()
    page.goto(PATH)

    page.get_by_label("Edition and kind of deal").select_option(label="Renewal")

    page.wait_for_url("**/?series=any.renewal.commercial.per-user-and-year")
    assert page.get_by_text("5–9", exact=True).is_visible()
