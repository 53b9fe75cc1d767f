from datetime import timedelta

import pytest

from community.core import clock
from community.core.db import transaction
from tests.browser.looks import assert_accessible, assert_looks_right, sign_in
from tests.prices.seeds import arbor_desk, question
from tests.records.made import rate, register, take

PAGES = [
    "/",
    "/prices/arbor/arbor-desk/",
    "/prices/arbor/arbor-desk/questions",
    "/prices/arbor/arbor-desk/list-prices",
    "/prices/market/engineer/",
    "/prices/market/engineer/records",
]
LONG = (
    "A question with averyveryverylongwordwithoutanybreakwhatsoeverthatmightwidenaphone"
)


@pytest.fixture
def shop(app, cast, tmp_path):
    with app.app_context(), transaction():
        product = arbor_desk()
        at = clock.now() - timedelta(days=1)
        question(cast.actor("ada"), product, "What uplift cap did you get?", at)
        question(cast.actor("ben"), product, LONG, at)
    rates = [
        rate(
            "Engineer", f"Firm {i % 7} of a rather long name Ltd", str(100 + i * i / 7)
        )
        for i in range(40)
    ]
    with app.app_context():
        take(register(tmp_path, rates))


@pytest.mark.usefixtures("shop")
def test_first_pages_are_accessible_and_fit(tab):
    assert_looks_right(tab(), *PAGES)


@pytest.mark.usefixtures("app")
def test_home_of_a_new_site_is_accessible_and_fits(tab):
    assert_looks_right(tab(), "/")


@pytest.mark.usefixtures("shop")
def test_first_pages_print_without_the_ways_around(tab):
    page = tab()
    page.goto("/prices/arbor/arbor-desk/")

    page.emulate_media(media="print")

    assert not page.get_by_role("search").is_visible()
    assert page.get_by_role("heading", level=1).is_visible()


@pytest.mark.usefixtures("shop")
def test_member_menu_opens_closes_and_logs_out(tab, cast, server):
    page = tab(width=390, height=844)
    sign_in(page, cast, "ada", server)
    page.goto("/")

    page.get_by_label("ada, your account").click()

    assert page.get_by_role("button", name="Log out").is_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    assert not page.get_by_role("button", name="Log out").is_visible()
