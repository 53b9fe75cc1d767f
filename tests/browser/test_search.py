"""Searching in Chromium: names while one types, by the keyboard, and what was posted just now."""

from tests.browser.looks import assert_accessible, assert_fits
from tests.search.real import make_site


def test_names_are_offered_while_one_types_and_enter_searches(app, cast, tab):
    make_site(app, cast)
    page = tab()
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("arb")
    page.locator("#search-names option[value='Arbor Desk']").wait_for(state="attached")
    assert page.locator("#search").get_attribute("list") == "search-names"
    # The list is the browser's own; without a screen it doesn't open, so type the rest.
    page.keyboard.type("or desk")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=arbor+desk")
    page.get_by_role("link", name="Arbor Desk", exact=True).wait_for()
    assert_accessible(page)


def test_what_was_posted_is_found_after_the_next_look_of_the_worker(app, cast, tab):
    site = make_site(app, cast)
    narrow = tab(width=390)
    site.ask("newest", "ben")
    with app.app_context():
        site.search.tick()  # the worker does it twice a second
    narrow.goto("/search?q=newest+kestrel+sort:new")
    narrow.get_by_role("link", name="The newest kestrel question").first.wait_for()
    assert_accessible(narrow)
    assert_fits(narrow, 390)
