"""Asking in Chromium: what is like the title shows while it is typed."""

from community.catalog.rules import ensure_product, ensure_vendor
from community.core.db import transaction
from tests.browser.looks import assert_accessible, assert_fits, sign_in
from tests.threads.made import BODY, answer, ask

ASKED = "What did you pay for Kestrel licences at renewal?"


def test_ask_with_a_duplicate_suggested_and_close_it(app, tab, cast, server):
    with app.app_context():
        with transaction():
            ask(cast.actor("ada"), title=ASKED)
        app.extensions["fairquote.search"].catch_up()
    ben = tab(width=390, color_scheme="dark")
    sign_in(ben, cast, "ben", server)

    ben.goto("/questions/ask")
    ben.get_by_label("Title").press_sequentially("Kestrel licences renewal: price?")
    suggested = ben.get_by_role("region", name="Is it one of these?")
    suggested.get_by_role("link", name=ASKED).wait_for()
    assert_accessible(ben)
    assert_fits(ben, 390)
    ben.get_by_label("Details").fill(BODY)
    ben.get_by_role("button", name="Post question").click()
    ben.get_by_role("link", name="Close as asked before").click()
    ben.get_by_role("button", name=f"Close onto “{ASKED}”").click()
    ben.get_by_text("This was asked before").wait_for()
    assert_accessible(ben)
    assert_fits(ben, 390)


def test_the_prices_of_the_product_show_as_soon_as_it_is_chosen(app, tab, cast, server):
    with app.app_context(), transaction():
        ensure_product(ensure_vendor("Arbor"), "Desk")
    ben = tab(width=390)
    sign_in(ben, cast, "ben", server)

    ben.goto("/questions/ask")
    ben.get_by_label("Title").press_sequentially("What would you pay for it?")
    ben.get_by_label("Product or vendor").press_sequentially("Desk")
    ben.get_by_role("link", name="What buyers pay for Desk").wait_for()
    assert_accessible(ben)
    assert_fits(ben, 390)


def test_confirm_a_price_and_go_on_with_the_figure(app, tab, cast, server):
    with app.app_context(), transaction():
        desk = ensure_product(ensure_vendor("Arbor"), "Desk")
        thread = ask(cast.actor("ada"), product_id=desk.id)
        answer(cast.actor("ben"), thread, "We renewed at $140 a seat, twice in a row.")
        path = f"/questions/{thread.public_id}/{thread.slug}"
    cleo = tab(width=390)
    sign_in(cleo, cast, "cleo", server)

    cleo.goto(path)
    cleo.get_by_text("Did you pay for this?").click()
    assert_accessible(cleo)
    assert_fits(cleo, 390)
    cleo.get_by_role("button", name="Paid less").click()
    cleo.get_by_text("You said: I paid less").click()
    cleo.get_by_role("link", name="With a figure").click()
    cleo.get_by_label("What you paid a year, before tax").fill("16,800")
    assert_accessible(cleo)
    cleo.get_by_role("button", name="Say so").click()
    cleo.get_by_role("button", name="Fill in the form with it").click()
    shown = cleo.get_by_label("Amount", exact=True).input_value()
    assert shown.startswith("16800")
