"""A webinar in Chromium: announced, registered for step by step, moved, cancelled, taken back."""

from datetime import timedelta
from urllib.parse import urlsplit

from community.catalog.rules import ensure_product, ensure_vendor
from community.core import clock
from community.core.db import transaction
from community.core.worker import run_due
from tests.browser.looks import assert_looks_right, sign_in
from tests.demos.conftest import (
    BODY,
    CANARIES,
    LINK,
    NAME,
    REGION,
    SIZE,
    TITLE,
    mails_to,
)


def test_a_webinar_is_announced_attended_and_called_off(app, tab, cast, server):
    with app.app_context(), transaction():
        arbor = ensure_vendor("Arbor")
        ensure_product(arbor, "Arbor Desk")
        cast.speak_for(arbor.id)
    rae, ada, anybody = tab(), tab(width=390, height=844), tab()
    sign_in(rae, cast, "rae", server)
    sign_in(ada, cast, "ada", server)
    _announce(rae)
    theirs = urlsplit(rae.url).path

    anybody.goto("/prices/arbor/arbor-desk/")
    anybody.get_by_role("link", name=TITLE).click()
    event = urlsplit(anybody.url).path
    assert LINK not in anybody.content()
    anybody.get_by_text("as announced, Europe/Berlin").wait_for()
    assert_looks_right(anybody, "/events/", event, "/events/past")

    ada.goto(event)
    _register(ada)
    own = urlsplit(ada.url).path
    ada.get_by_role("link", name=LINK).wait_for()
    with ada.expect_download() as download:
        ada.get_by_role("link", name="For your calendar").click()
    assert "CANARYLINK" in download.value.path().read_text()
    rae.goto(theirs)
    assert [one for one in CANARIES if one in rae.content()] == []

    ada.get_by_role("link", name="Reveal more").click()
    _tell_all(ada)
    rae.reload()
    assert NAME not in rae.content()
    ada.get_by_role("button", name="Tell it as shown").click()
    ada.get_by_text("The organiser sees it from now on").wait_for()
    rae.reload()
    assert [one for one in CANARIES if one not in rae.content()] == []
    assert_looks_right(ada, own, "/events/mine", f"{event}/withdraw")
    assert_looks_right(rae, theirs, f"{theirs}/edit", "/events/desk/")

    _call_off(rae, theirs)
    run_due(app)
    assert mails_to(app, "ada@northwind.example")[-1].subject.startswith("Cancelled")
    _leave(ada)
    for path in (theirs, "/events/desk/", "/rep/", "/inbox"):
        rae.goto(path)
        assert [one for one in CANARIES if one in rae.content()] == [], path


def _call_off(rae, theirs: str) -> None:
    rae.goto(theirs)
    rae.get_by_role("link", name="Cancel it").click()
    rae.get_by_role("button", name="Cancel it").click()
    rae.get_by_text("Everybody who registered is told").wait_for()


def _leave(ada) -> None:
    """Read of it in the inbox, and take the registration back."""
    ada.goto("/inbox")
    ada.get_by_text("which you registered for, was cancelled").first.click()
    ada.get_by_text("It will not take place").wait_for()
    assert LINK not in ada.content()
    ada.get_by_role("link", name="Withdraw").click()
    ada.get_by_role("button", name="Withdraw it").click()
    ada.get_by_text("The organiser sees nothing of you any more").wait_for()


def _announce(rae) -> None:
    """Announce a webinar in twenty days, from the desk."""
    day = clock.now() + timedelta(days=20)
    rae.goto("/rep/")
    rae.get_by_role("link", name="Demos and events").click()
    rae.get_by_role("link", name="Announce an event").click()
    rae.get_by_label("What", exact=True).select_option("webinar")
    rae.get_by_label("What is shown, in a line").fill(TITLE)
    rae.get_by_label("What it is about", exact=True).fill(BODY)
    rae.get_by_label("Product").fill("Arbor Desk")
    rae.get_by_label("Starts").fill(f"{day:%Y-%m-%d}T14:00")
    rae.get_by_label("Time zone").select_option("Europe/Berlin")
    rae.get_by_label("Address to join").fill(LINK)
    rae.get_by_role("button", name="Announce it").click()
    rae.get_by_text("Announced. It stands on the list").wait_for()


def _register(ada) -> None:
    """Register without revealing anything, from the event's page."""
    ada.get_by_role("link", name="Register", exact=True).click()
    ada.get_by_role("button", name="Show me what they will see").click()
    preview = ada.get_by_role("region", name="What Arbor will see: not sent yet")
    assert "Nothing" in preview.inner_text()
    ada.get_by_role("button", name="Register as shown").click()
    ada.get_by_text("You are registered.").wait_for()


def _tell_all(ada) -> None:
    """Fill in everything that can be revealed, and look at it first."""
    ada.get_by_label("Size, region, my name and my address").check()
    ada.get_by_label("Size of your organisation", exact=True).select_option(SIZE)
    ada.get_by_label("Region", exact=True).select_option(REGION)
    ada.get_by_label("Name", exact=True).fill(NAME)
    ada.get_by_role("button", name="Show me what they will see").click()
    ada.get_by_text("not told yet").wait_for()
