"""A committee of three in Chromium: from shortlist to decision to the price of a deal."""

from urllib.parse import urlsplit

import sqlalchemy as sa

from community.catalog.rules import ensure_product, ensure_vendor
from community.core.clock import current_month
from community.core.db import db, transaction
from community.core.mail import Mail
from tests.browser.looks import assert_looks_right, sign_in

_PEOPLE = ("ada", "ben", "cleo")
_SIGNED = {
    "stage": "new",
    "billing": "annual-upfront",
    "channel": "direct",
    "org_size": "201-500",
    "region": "emea",
    "sector": "private",
    "relationship": "buyer",
    "contract_forbids": "no",
}


def test_a_committee_goes_from_shortlist_to_decision_to_deal(app, tab, cast, server):
    with app.app_context(), transaction():
        for vendor, product in (("Arbor", "Arbor Desk"), ("Birch", "Birch Board")):
            ensure_product(ensure_vendor(vendor), product)
    ada, ben, cleo = (tab(), tab(width=390, height=844), tab())
    for page, handle in zip((ada, ben, cleo), _PEOPLE, strict=True):
        sign_in(page, cast, handle, server)
    room = _open(ada)
    for page, handle in ((ben, "ben"), (cleo, "cleo")):
        _join(app, cast, ada, page, room, handle)
    for product in ("Arbor Desk", "Birch Board"):
        ada.goto(f"{room}/products")
        ada.get_by_label("Product", exact=True).fill(product)
        ada.get_by_role("button", name="Put it on the shortlist").click()
        ada.get_by_role("link", name=product).first.wait_for()
    ada.goto(f"{room}/criteria")
    ada.get_by_label("Criterion").fill("Price")
    ada.get_by_label("Weight").fill("6")
    ada.get_by_role("button", name="Add it").click()

    for page, score in ((ben, "5"), (cleo, "4")):
        page.goto(f"{room}/scores")
        page.get_by_label("Arbor Desk, Price").select_option(score)
        page.get_by_role("button", name="Save my scores").click()
        page.get_by_role("button", name="Vote for Arbor Desk").click()
        page.get_by_role("button", name="Take back your vote for Arbor Desk").wait_for()
    cleo.get_by_label("Comment", exact=True).fill("Legal has no objection.")
    cleo.get_by_role("button", name="Comment", exact=True).click()
    _quote(ada, room)
    ada.get_by_text("Legal has no objection.").wait_for()
    ada.get_by_role("link", name="Write down a decision").click()
    ada.get_by_label("Arbor Desk").check()
    ada.get_by_label("Reasons").fill("Two of three are for it.")
    ada.get_by_role("button", name="Save the decision").click()
    ada.get_by_role("heading", name="Decided for Arbor Desk").wait_for()
    assert (
        "4.5 from 2"
        in ada.get_by_role("region", name="Criteria and scores").inner_text()
    )
    assert_looks_right(ada, room, f"{room}/brief")

    ada.goto(room)
    ada.get_by_role("button", name="Signed: share the quote for Arbor Desk").click()
    ada.wait_for_url("**/deals/begin")
    assert ada.get_by_label("Product").first.input_value() == "Arbor Desk · Arbor"
    assert ada.locator("[name=lines-0-quantity]").input_value() == "60"
    assert ada.locator("[name=lines-0-recurring_amount]").input_value() == "54000"
    _report(ada)
    mine = ada.locator("main").inner_text()
    assert "Arbor Desk" in mine
    assert "$900" in mine


def _open(ada) -> str:
    """Open a room; return its path."""
    ada.goto("/rooms/")
    ada.get_by_role("link", name="Open a room").click()
    ada.get_by_label("What you are buying").fill("Help desk")
    ada.get_by_role("button", name="Open it").click()
    ada.get_by_text("Nothing on the shortlist yet").wait_for()
    return urlsplit(ada.url).path


def _join(app, cast, ada, page, room: str, handle: str) -> None:
    """Have Ada invite somebody, who follows the mailed link."""
    address = getattr(cast, handle).email
    ada.goto(f"{room}/people")
    ada.get_by_label("E-mail address").fill(address)
    ada.get_by_role("button", name="Invite").click()
    ada.get_by_text("a link is in the mail").wait_for()
    with app.app_context():
        text = db.session.scalars(
            sa.select(Mail.text).where(Mail.recipient == address)
        ).one()
    page.goto("/rooms/join/" + text.partition("/rooms/join/")[2].split()[0])
    page.get_by_role("button", name="Join").click()
    page.get_by_text("You are in.").wait_for()


def _report(ada) -> None:
    """Tell what the quote does not hold, look at what others will see, and save it."""
    for name, value in _SIGNED.items():
        field = ada.locator(f'main [name="{name}"]').first
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            ada.locator(f'main [name="{name}"][value="{value}"]').check()
    ada.locator("[name=deal_month]").fill(current_month())
    ada.locator("[name=term_months]").fill("12")
    for name in ("right_to_share", "tax_excluded"):
        ada.locator(f"[name={name}]").check()
    ada.get_by_role("button", name="See what others will see").click()
    ada.get_by_role("button", name="Save this price").click()
    ada.wait_for_url("**/deals/mine")


def _quote(ada, room: str) -> None:
    ada.goto(f"{room}/quotes")
    ada.get_by_label("Price a year").fill("54,000")
    ada.get_by_label("How many").fill("60")
    ada.get_by_role("button", name="Save").click()
    ada.get_by_text("$900 each for 60").wait_for()
