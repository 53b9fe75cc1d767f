"""The host's desk in Chromium: figures, a webhook up to its delivery, an announcement put away."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from community.core import clock
from community.core.db import db, transaction
from community.core.jobs import Job
from community.core.measuring import Fact, Measured
from community.core.worker import run_due
from community.dashboard.metrics.recording import record
from tests.browser.looks import assert_looks_right, sign_in
from tests.dashboard.receiving import Receiver
from tests.prices.factories import f1, publish_series, series_of
from tests.prices.seeds import arbor_desk

_FACTS = (
    *(Fact.VISIT, Fact.PRICE_VIEWED, Fact.QUESTION_ASKED, Fact.ANSWERED),
    *(Fact.PRICE_SUBMITTED, Fact.REQUEST_SENT, Fact.ROOM_OPENED),
)


@pytest.fixture
def receiver(app):
    settings = app.extensions["fairquote.settings"]
    object.__setattr__(settings, "webhooks_to_loopback", True)
    running = Receiver()
    yield running
    running.close()
    object.__setattr__(settings, "webhooks_to_loopback", False)


def test_the_desk_tells_thirteen_weeks(app, tab, cast, server):
    with app.app_context(), transaction():
        today = clock.now().date()
        for back in range(91):
            for fact in _FACTS:
                day = today - timedelta(days=back)
                record(Measured(fact, 3 + back % 5, day=day))
        publish_series(series_of(arbor_desk()), f1())
    hana = tab()
    sign_in(hana, cast, "hana", server)

    hana.goto("/host/")
    hana.get_by_role("heading", name="Thirteen weeks").wait_for()
    assert hana.locator("svg.plot").count() == 6
    hana.get_by_role("link", name="All figures").click()
    hana.get_by_role("heading", name="Guards").wait_for()
    hana.get_by_role("link", name="13 weeks").click()
    hana.wait_for_url("**/host/metrics?weeks=13")
    assert_looks_right(
        hana,
        *("/host/", "/host/metrics", "/host/demand", "/host/leads/"),
        *("/host/webhooks/", "/host/site/", "/embed/arbor/arbor-desk"),
    )


def test_a_webhook_goes_from_its_address_to_a_delivery(
    app, tab, cast, server, receiver
):
    hana = tab()
    sign_in(hana, cast, "hana", server)
    hana.goto("/host/webhooks/")
    hana.get_by_label("Address").fill("https://10.0.0.1/hook")
    hana.get_by_label("question.asked").check()
    hana.get_by_role("button", name="Add a webhook").click()
    hana.get_by_text("It leads to a private address").first.wait_for()
    assert hana.get_by_label("question.asked").is_checked()

    hana.get_by_label("Address").fill(receiver.url)
    hana.get_by_role("button", name="Add a webhook").click()
    hana.get_by_text("Give its secret to the receiver").wait_for()
    page = hana.url
    hana.get_by_role("button", name="Show it").click()
    assert re.search("whsec_", hana.get_by_role("region", name="Secret").inner_text())
    hana.goto(page)
    receiver.answers = [503]
    hana.get_by_role("button", name="Send a test").click()
    hana.get_by_text("On its way").first.wait_for()
    run_due(app)
    with app.app_context(), transaction():
        # The next attempt is due in seconds: here it is due now.
        db.session.execute(sa.update(Job).values(run_at=clock.now()))
    run_due(app)
    hana.goto(page)
    hana.get_by_text("Delivered").wait_for()
    hana.get_by_text("2 attempts").click()
    hana.get_by_text("503").wait_for()
    assert len(receiver.got) == 2
    assert_looks_right(hana, page)


def test_an_announcement_is_read_once(tab, cast, server):
    hana, visitor = tab(), tab(width=390, height=844)
    sign_in(hana, cast, "hana", server)
    hana.goto("/host/site/")
    hana.get_by_role("textbox", name="Announcement").fill("Closed on Sunday.")
    tomorrow = clock.now().date() + timedelta(days=1)
    hana.get_by_label("Until").fill(tomorrow.isoformat())
    hana.get_by_role("button", name="Announce").click()
    hana.get_by_text("It stands above every page now.").wait_for()

    visitor.goto("/prices/")
    assert visitor.get_by_text("Closed on Sunday.").is_visible()
    assert_looks_right(visitor, "/prices/")
    visitor.get_by_role("button", name="Put the announcement away").click()
    visitor.wait_for_url("**/prices/")
    assert not visitor.get_by_text("Closed on Sunday.").is_visible()
    visitor.goto("/questions/")
    assert not visitor.get_by_text("Closed on Sunday.").is_visible()
    hana.goto("/questions/")
    assert hana.get_by_text("Closed on Sunday.").is_visible()


def test_a_member_agrees_to_be_contacted_and_takes_it_back(tab, cast, server):
    ada = tab(width=390, height=844)
    sign_in(ada, cast, "ada", server)
    ada.goto("/contact/")
    ada.get_by_role("link", name="Talk to me about prices and offers").click()
    ada.get_by_label("Name").fill("Ada L.")
    ada.get_by_label("I agree to this").check()
    ada.get_by_role("button", name="Agree").click()
    ada.get_by_text("The host may contact you now").wait_for()
    assert_looks_right(ada, "/contact/", "/contact/agree/news")
    ada.goto("/contact/")
    ada.get_by_role("button", name="Take back").click()
    ada.get_by_text("Taken back: the host finds").wait_for()
