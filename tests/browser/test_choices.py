"""What readers choose for themselves: colours without a script, a zone and a link with one."""

from community.core.db import transaction
from tests.browser.looks import assert_accessible, assert_fits, sign_in
from tests.notifications.made import ask
from tests.prices.seeds import arbor_desk

GROUND = "getComputedStyle(document.body).backgroundColor"


def test_colours_are_chosen_without_a_script_and_hold_on_the_next_page(app, tab):
    with app.app_context(), transaction():
        arbor_desk().wanted = 1
    page = tab(width=390, java_script_enabled=False)
    page.goto("/prices/wanted")
    light = page.evaluate(GROUND)
    with page.expect_navigation():  # until the new page has its colours too
        page.get_by_role("button", name="Dark").click()
    dark = page.evaluate(GROUND)
    assert dark != light
    with page.expect_navigation():
        page.get_by_role("link", name="Arbor Desk", exact=True).click()
    page.get_by_role("link", name="I want to know this price").wait_for()
    assert page.evaluate(GROUND) == dark
    with page.expect_navigation():
        page.get_by_role("button", name="System").click()
    assert page.evaluate(GROUND) == light


def test_wanted_prices_are_accessible_and_fit(app, tab):
    with app.app_context(), transaction():
        arbor_desk().wanted = 1
    page = tab(width=390, color_scheme="dark")
    page.goto("/prices/wanted")
    page.get_by_text("Several members").wait_for()
    assert_accessible(page)
    assert_fits(page, 390)


def test_a_link_is_copied_and_the_browsers_zone_is_offered(app, tab, cast, server):
    _id, path = ask(app, cast.actor("ada"))
    may = ["clipboard-read", "clipboard-write"]
    ada = tab(width=390, timezone_id="Asia/Tokyo", permissions=may)
    sign_in(ada, cast, "ada", server)
    ada.goto(path)
    ada.get_by_role("button", name="Copy link").click()
    ada.get_by_role("button", name="Copied").wait_for()
    copied = ada.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"{server}/questions/posts/")

    ada.goto("/account/notifications")
    assert_accessible(ada)
    assert_fits(ada, 390)
    ada.get_by_role("button", name="Use Asia/Tokyo").click()
    ada.get_by_text("tell you times as in Asia/Tokyo").wait_for()
    ada.goto("/account/notifications")
    assert "Asia/Tokyo" in ada.locator("main").inner_text()
