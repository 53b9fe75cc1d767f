"""A guide for an address in Chromium: offered, asked for, proven, read, taken back."""

from community.core.db import transaction
from community.dashboard.offerkinds import OfferKind
from community.prices.dimensions import Choice, Dimension
from tests.browser.looks import assert_looks_right, sign_in
from tests.dashboard.offering import MAIL, TITLE, link_of, offer
from tests.prices.factories import crowd, publish_series, series_of
from tests.prices.seeds import arbor_desk


def ask(browser) -> None:
    """Give an address on the page of an offer, with the box ticked by hand."""
    box = browser.get_by_label("I agree to this")
    assert not box.is_checked()
    browser.get_by_label("E-mail address").fill(MAIL)
    box.check()
    browser.get_by_role("button", name="Send me the link").click()
    browser.get_by_role("heading", name="Look into your mail").wait_for()


def confirm(app, browser) -> str:
    """Prove the address by the newest mail; return the path of its link."""
    link = link_of(app)
    browser.goto(link)
    browser.get_by_role("button", name="Confirm and get it").click()
    browser.get_by_role("heading", name="Here it is").wait_for()
    return link


def test_a_lead_by_consent_and_its_withdrawal(app, tab, cast, server):
    hana, grace = tab(), tab()
    sign_in(hana, cast, "hana", server)
    hana.goto("/host/offers/")
    hana.get_by_role("link", name="A guide to read").click()
    hana.get_by_label("Title").fill(TITLE)
    hana.get_by_label("What it is").fill("What to ask before you sign.")
    hana.get_by_role("textbox", name="Page").fill("## Start early\n\nAsk for the cap.")
    hana.get_by_role("button", name="Save").click()
    hana.get_by_role("button", name="Publish").click()
    hana.get_by_role("button", name="Retire").wait_for()

    grace.goto("/guides/")
    grace.get_by_role("link", name=TITLE).click()
    ask(grace)
    hana.goto("/host/leads/")
    assert MAIL not in hana.content()

    link = confirm(app, grace)
    grace.get_by_role("link", name="Read it").click()
    grace.get_by_text("Ask for the cap.").wait_for()
    hana.reload()
    assert MAIL in hana.content()

    grace.goto(link)
    grace.get_by_role("button", name="Take it back").click()
    grace.get_by_text("You took your consent back").wait_for()
    hana.reload()
    assert MAIL not in hana.content()
    assert_looks_right(
        hana,
        *("/host/offers/", "/host/offers/new/report", "/host/leads/"),
        "/host/members/",
    )


def test_a_report_is_read_by_its_link(app, tab, cast):
    with app.app_context(), transaction():
        choice = Choice(first=Dimension.QUANTITY, second=Dimension.SIZE)
        publish_series(series_of(arbor_desk()), crowd(60), choice=choice)
    report = offer(
        app, cast, OfferKind.REPORT, subject="/prices/arbor/arbor-desk/", title="Seats"
    )
    grace = tab()
    grace.goto(f"/guides/{report}")
    ask(grace)
    link = confirm(app, grace)
    grace.get_by_role("link", name="Read the report").click()
    grace.get_by_role("heading", name="By quantity").first.wait_for()
    assert_looks_right(
        grace, "/guides/", f"/guides/{report}", "/guides/sent", link, f"{link}/read"
    )
