"""One's own data in Chromium: the file is asked for and fetched, the account goes."""

import io
import json
import zipfile
from datetime import timedelta

import sqlalchemy as sa
import time_machine

from community.accounts.models import User
from community.accounts.mydata.limits import COOLING_OFF
from community.core import clock
from community.core.db import db, transaction
from community.core.mail import Mail
from community.core.worker import run_due
from tests.browser.looks import assert_looks_right, sign_in
from tests.cast import PASSWORD


def test_a_member_fetches_everything_of_theirs(app, tab, cast, server):
    page = tab(accept_downloads=True)
    sign_in(page, cast, "ada", server)
    page.goto("/account/")
    page.get_by_role("link", name="Your data").click()
    page.get_by_label("Password").fill("not this one")
    page.get_by_role("button", name="Make the file").click()
    page.get_by_text("This is not your password.").first.wait_for()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the file").click()
    page.get_by_text("being made", exact=True).wait_for()
    run_due(app)

    assert_looks_right(page, "/account/data")
    page.get_by_role("link", name="Fetch").click()
    assert_looks_right(page, page.url)
    page.get_by_label("Password").fill(PASSWORD)
    with page.expect_download() as download:
        page.get_by_role("button", name="Fetch the file").click()

    archive = zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes()))
    assert download.value.suggested_filename.startswith("my-data-")
    account = json.loads(archive.read("account.json"))
    assert account["user"][0]["handle"] == "ada"
    readable = tab()
    readable.set_content(archive.read("index.html").decode())
    readable.get_by_role("heading", name="What Fairquote holds of ada").wait_for()


def test_a_member_changes_their_mind_and_then_goes(app, tab, cast, server):
    page = tab(width=390, height=844)
    sign_in(page, cast, "ada", server)
    assert_looks_right(page, "/account/delete", "/privacy")
    page.set_viewport_size({"width": 390, "height": 844})
    _ask(page, "They stay")
    page.get_by_role("button", name="Keep my account").click()
    page.get_by_text("Your account stays.").wait_for()

    _ask(page, "They go")
    with app.app_context():
        texts = db.session.scalars(sa.select(Mail.text).order_by(Mail.id)).all()
        path = texts[-1].split("/account/keep/")[1].split()[0]
    visitor = tab()
    assert_looks_right(visitor, f"/account/keep/{path}")
    with time_machine.travel(clock.now() + COOLING_OFF + timedelta(hours=1)):
        with app.app_context(), transaction():
            app.extensions["fairquote.jobs"].handlers["accounts.erase.due"]()
        run_due(app)

    visitor.goto("/login")
    visitor.get_by_label("Handle or e-mail address").fill("ada")
    visitor.get_by_label("Password").fill(PASSWORD)
    visitor.get_by_role("button", name="Log in").click()
    visitor.get_by_text("do not belong together").first.wait_for()
    with app.app_context():
        assert db.session.get_one(User, cast.ada.id).is_erased


def _ask(page, texts: str) -> None:
    page.goto("/account/delete")
    page.get_by_label(texts).check()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Delete my account").click()
    page.get_by_role("heading", name="Your account will be deleted").wait_for()
