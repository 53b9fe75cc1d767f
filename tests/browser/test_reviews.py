"""A review in Chromium: written, found helpful by somebody else, edited with a history."""

import pytest

from community.core.db import transaction
from tests.browser.looks import assert_looks_right, sign_in
from tests.prices.seeds import arbor_desk
from tests.reviews.made import BAD, FORM, GOOD, write

REVIEWS = "/prices/arbor/arbor-desk/reviews"


@pytest.fixture
def product_path(app, cast) -> str:
    with app.app_context(), transaction():
        product = arbor_desk(listed=False)
        write(cast.actor("cleo"), product, 2)
        return f"/reviews/new?product={product.public_id}"


def fill_in(page, values) -> None:
    for name, value in values.items():
        field = page.locator(f"main [name={name}]")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def test_review_journey(tab, cast, server, product_path):
    ada, ben = tab(), tab(width=390, height=844)
    sign_in(ada, cast, "ada", server)
    sign_in(ben, cast, "ben", server)

    ada.goto(product_path)
    fill_in(ada, FORM)
    ada.get_by_role("button", name="Post review").click()
    ada.wait_for_url("**/reviews/*")
    assert GOOD.replace("*", "") in ada.locator("main").inner_text()

    ben.goto(ada.url)
    ben.get_by_role("button", name="Helpful, 0 votes").click()
    ben.get_by_role("button", name="Helpful, 1 votes; yours is in").wait_for()

    ada.goto(f"{ada.url}/edit")
    fill_in(ada, {"bad": f"{BAD} They paid it back.", "value": "5"})
    ada.get_by_role("button", name="Save", exact=True).click()
    ada.get_by_role("link", name="Edited just now").click()
    ada.wait_for_url("**/history")
    assert "They paid it back." in ada.locator("ins").last.inner_text()


def test_pages_of_reviews_look_right(tab, cast, server, product_path):
    page = tab()
    sign_in(page, cast, "ada", server)
    assert_looks_right(page, "/reviews/", REVIEWS, product_path)
