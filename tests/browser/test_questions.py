"""Asking in Chromium: what is like the title shows while it is typed."""

from community.core.db import transaction
from tests.browser.looks import assert_accessible, assert_fits, sign_in
from tests.threads.made import BODY, ask

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
