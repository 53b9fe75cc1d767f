from tests.browser.looks import assert_accessible, assert_fits, assert_looks_right


def test_style_page_is_accessible_and_fits(tab):
    assert_looks_right(tab(), "/style")


def test_narrowest_phone_shows_every_way(tab):
    page = tab(width=320, height=640)

    page.goto("/style")

    ways = page.get_by_role("navigation", name="Main").get_by_role("link")
    assert [way.inner_text() for way in ways.all()] == [
        "Prices",
        "Questions",
        "Reviews",
        "Compare",
    ]
    assert all(way.is_visible() for way in ways.all())


def test_missing_page_is_accessible(tab):
    page = tab(width=390, height=844)

    response = page.goto("/nothing-here")

    assert response.status == 404
    assert_accessible(page)
    assert_fits(page, 390)


def test_slash_leads_to_the_search_box(tab):
    page = tab()
    page.goto("/style")

    page.locator("body").press("/")

    assert page.evaluate("document.activeElement.name") == "q"


def test_skip_link_is_the_first_stop(tab):
    page = tab()
    page.goto("/nothing-here")

    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_characters_left_are_told_when_they_run_out(tab):
    page = tab()
    page.goto("/style")
    page.get_by_text("More about it").click()

    page.get_by_label("Details").fill("x" * 390)

    assert page.locator("textarea + .count").inner_text() == "10 characters left"


def test_style_page_works_without_javascript(tab):
    page = tab(java_script_enabled=False)

    page.goto("/style")

    page.get_by_text("Show as table").first.click()
    assert page.get_by_role("cell", name="90th percentile").first.is_visible()
