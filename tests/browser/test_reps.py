"""Representatives in Chromium: a vendor claimed, two factors, a reply, a review's response."""

import pytest
import sqlalchemy as sa

from community.accounts import totp
from community.accounts.models import SecondFactor
from community.accounts.rules.factors import _SECRET
from community.catalog.models import Product
from community.core import clock
from community.core.db import db, transaction
from community.core.sealing import unseal
from community.reps.models import Figure, Grounds
from community.reps.rules import disputing, publishing, stating
from community.threads.models import Thread
from tests.accounts.conftest import Post
from tests.browser.looks import assert_looks_right, sign_in
from tests.cast import PASSWORD
from tests.prices.seeds import arbor_desk
from tests.reps.conftest import LONG_AGO, WORDS, question
from tests.reviews.made import write

MAILBOX = "ben@arbor.example"


@pytest.fixture
def thread(app, cast) -> str:
    with app.app_context(), transaction():
        asked = question(cast.actor("ada"), arbor_desk(), "Does the uplift cap hold?")
        return f"/questions/{asked.public_id}/{asked.slug}"


def first_code(app, user_id: int) -> str:
    with app.app_context():
        sealed = db.session.get_one(SecondFactor, user_id).sealed_secret
        return totp.code_at(unseal(_SECRET, sealed), clock.now())


def test_a_vendor_is_claimed_and_speaks(app, tab, cast, server, thread):
    ben, mo, visitor = tab(), tab(), tab(width=390, height=844)
    sign_in(ben, cast, "ben", server)
    sign_in(mo, cast, "mo", server)

    ben.goto("/rep/claim?vendor=arbor")
    ben.get_by_label("Your real name").fill("Ben Birchwood")
    ben.get_by_label("Your title").fill("Head of Pricing")
    ben.get_by_label("Your address at the vendor").fill(MAILBOX)
    ben.get_by_role("button", name="Send the link").click()
    ben.wait_for_url("**/rep/")
    ben.goto(Post(app).link(MAILBOX))
    ben.get_by_role("button", name="Confirm").click()
    ben.get_by_text("A moderator decides").first.wait_for()

    mo.goto("/moderation/reps/")
    mo.get_by_role("link", name="Open the claim of Ben Birchwood").click()
    mo.get_by_label("Reason").fill("Their site names him.")
    mo.get_by_role("button", name="Approve").click()
    mo.get_by_text("Approved by mo").wait_for()

    ben.goto("/login?next=/rep/")
    ben.get_by_label("Handle or e-mail address").fill("ben")
    ben.get_by_label("Password", exact=True).fill(PASSWORD)
    ben.get_by_role("button", name="Log in").click()
    ben.get_by_role("link", name="Set up two factors").click()
    ben.get_by_role("button", name="Set up").click()
    picture = ben.get_by_alt_text("QR code that holds the key below")
    assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") > 0
    ben.get_by_label("Code").fill(first_code(app, cast.ben.id))
    ben.get_by_label("Password").fill(PASSWORD)
    ben.get_by_role("button", name="Turn on").click()
    ben.get_by_role("link", name="I have kept them").click()

    ben.goto("/rep/")
    ben.get_by_role("link", name="Reply to Does the uplift cap hold?").click()
    ben.get_by_label("Text").fill(WORDS)
    ben.get_by_role("button", name="Post reply").click()
    ben.wait_for_url("**/questions/**")
    visitor.goto(thread)
    lane = visitor.get_by_role("region", name="Official reply of Arbor")
    assert "Ben Birchwood, Head of Pricing" in lane.inner_text()
    assert WORDS in lane.inner_text()


def test_a_review_and_the_vendors_response(app, tab, cast, server):
    with app.app_context(), transaction():
        product = arbor_desk()
        path = f"/reviews/{write(cast.actor('cleo'), product).public_id}"
        cast.speak_for(product.vendor_id)
    rae, visitor = tab(), tab()
    sign_in(rae, cast, "rae", server)
    rae.goto("/rep/")
    rae.get_by_role("link", name="Respond to review 1, of Arbor Desk").click()
    rae.get_by_role("textbox").last.fill(WORDS)
    rae.get_by_role("button", name="Post response").click()
    rae.wait_for_url(f"**{path}")
    rae.get_by_role("link", name="Edit the response").click()
    rae.get_by_role("textbox").last.fill(f"{WORDS} Promised.")
    rae.get_by_role("button", name="Save", exact=True).click()
    rae.wait_for_url(f"**{path}")

    visitor.goto(path)
    assert "Response of Arbor" in visitor.locator("main").inner_text()
    assert "Rae Alder, Head of Pricing" in visitor.locator("main").inner_text()
    visitor.get_by_role("link", name="Edited just now").click()
    assert "Promised." in visitor.locator("ins").first.inner_text()


def test_pages_of_reps_look_right(app, tab, cast, server, thread):
    with app.app_context(), transaction():
        product = db.session.scalars(sa.select(Product)).one()
        cast.speak_for(product.vendor_id)
        rae, mine = cast.actor("rae"), db.session.scalars(sa.select(Thread)).one()
        publishing.reply(rae, mine, WORDS, at=LONG_AGO)
        words = {"heading": "How prices are made", "body": WORDS}
        stating.publish_statement(rae, product, **words, at=LONG_AGO)
        disputing.raise_dispute(
            rae,
            address=thread,
            figure=Figure.PAID,
            grounds=Grounds.OUTDATED,
            text=WORDS,
        )
        write(cast.actor("cleo"), product)
    page, desk = tab(), tab()
    sign_in(page, cast, "rae", server)
    assert_looks_right(
        page,
        "/rep/",
        thread,
        "/rep/statements/new",
        "/rep/list-prices/new",
        "/rep/disputes/new",
        "/prices/arbor/arbor-desk/statements",
        "/prices/arbor/disputes",
        "/account/two-factors",
    )
    sign_in(desk, cast, "mo", server)
    desk.goto("/moderation/disputes/")
    desk.get_by_role("link", name="Open dispute 1").click()
    assert_looks_right(desk, desk.url)

    desk.get_by_role("button", name="Open a case about the dispute").click()
    desk.get_by_label("Hide it from everybody but its author").check()
    desk.get_by_label("Reason").select_option("harassment")
    desk.get_by_label("What you found").fill("It calls a buyer names.")
    desk.get_by_role("button", name="Decide").click()
    visitor = tab()
    visitor.goto("/log/disputes")
    assert "A dispute that was hidden" in visitor.locator("main").inner_text()
    assert_looks_right(visitor, "/log/disputes", "/log?what=dispute")
    assert_looks_right(page, "/log/disputes")
