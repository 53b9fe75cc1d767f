"""A request in Chromium: what is revealed step by step, and gone once it is withdrawn."""

from urllib.parse import urlsplit

from community.catalog.rules import ensure_vendor
from community.core.db import transaction
from tests.browser.looks import assert_looks_right, sign_in
from tests.requests.conftest import ANSWER, BODY, CANARIES, NAME, REGION, SIZE, SUBJECT


def test_a_buyer_asks_reveals_and_withdraws(app, tab, cast, server):
    with app.app_context(), transaction():
        cast.speak_for(ensure_vendor("Arbor").id)
    ada, rae = tab(width=390, height=844), tab()
    sign_in(ada, cast, "ada", server)
    sign_in(rae, cast, "rae", server)
    _ask(ada)
    own = urlsplit(ada.url).path

    rae.goto("/rep/")
    rae.get_by_role("link", name="Open them").click()
    rae.get_by_role("link", name=SUBJECT).click()
    rae.get_by_role("heading", name=SUBJECT).wait_for()
    before = rae.content()
    assert [one for one in CANARIES if one in before] == ["CANARYBODY", SUBJECT]
    rae.get_by_label("Message").fill(ANSWER)
    rae.get_by_role("button", name="Send").click()
    rae.get_by_text(ANSWER).first.wait_for()
    theirs = urlsplit(rae.url).path

    ada.reload()
    ada.get_by_text(ANSWER).first.wait_for()
    ada.get_by_role("link", name="Reveal more").click()
    _tell_all(ada)
    rae.reload()
    assert NAME not in rae.content()
    ada.get_by_role("button", name="Tell it as shown").click()
    ada.get_by_text("The vendor sees it from now on").wait_for()
    rae.reload()
    seen = rae.content()
    assert [one for one in CANARIES if one not in seen] == []
    assert_looks_right(ada, "/requests/new?vendor=arbor", own)
    assert_looks_right(rae, "/rep/requests/", theirs, f"{theirs}/times")

    ada.get_by_role("link", name="Withdraw it").click()
    ada.get_by_role("button", name="Withdraw it").click()
    ada.get_by_text("nobody there finds this request").wait_for()
    for path in (theirs, "/rep/requests/", "/rep/", "/inbox"):
        rae.goto(path)
        after = rae.content()
        assert [one for one in CANARIES if one in after] == [], path


def _ask(ada) -> None:
    """Ask Arbor without revealing anything, from its page."""
    ada.goto("/prices/arbor/")
    ada.get_by_role("link", name="Ask Arbor").click()
    ada.get_by_label("What it is about, in a line").fill(SUBJECT)
    ada.get_by_label("Question", exact=True).fill(BODY)
    ada.get_by_role("button", name="Show me what they will see").click()
    preview = ada.get_by_role("region", name="What Arbor will see: not sent yet")
    assert "Nothing" in preview.inner_text()
    ada.get_by_role("button", name="Send it as shown").click()
    ada.get_by_text("This page is your receipt").wait_for()


def _tell_all(ada) -> None:
    """Fill in everything that can be revealed, and look at it first."""
    ada.get_by_label("Size, region, my name and my address").check()
    ada.get_by_label("Size of your organisation", exact=True).select_option(SIZE)
    ada.get_by_label("Region", exact=True).select_option(REGION)
    ada.get_by_label("Name", exact=True).fill(NAME)
    ada.get_by_role("button", name="Show me what they will see").click()
    ada.get_by_text("not told yet").wait_for()
