"""Questions about one vendor: on its page, in a list, and those that wait for an answer."""

import pytest

from community.catalog.curation import rename_vendor
from community.catalog.models import Vendor
from community.core import clock
from community.core.db import db, transaction
from community.reps.desk import list_waiting_threads
from community.threads.models import Thread
from tests.prices.seeds import arbor_desk
from tests.threads.made import answer, ask

TITLES = ("Does the cap hold for three years?", "Is there room below $140?")


@pytest.fixture
def vendor_id(app, cast):
    """Arbor, about which two questions are asked, one answered; a third is about nobody."""
    with app.app_context(), transaction():
        product = arbor_desk()
        for title in TITLES:
            thread = ask(cast.actor("ada"), title=title, product_id=product.id)
        answer(cast.actor("cleo"), thread)
        ask(cast.actor("ada"), title="What is a fair uplift anywhere?")
        return product.vendor_id


@pytest.mark.usefixtures("vendor_id")
def test_a_vendors_page_shows_its_questions_and_leads_to_all(page):
    shown = page.get("/prices/arbor/")

    assert all(title in shown.words() for title in TITLES)
    assert "anywhere" not in shown.words()
    assert "/questions/?vendor=arbor" in shown.links
    assert "/questions/unanswered?vendor=arbor" in shown.links


@pytest.mark.usefixtures("vendor_id")
def test_its_list_holds_all_and_the_other_those_that_wait(page):
    shown = page.get("/questions/?vendor=arbor")
    assert shown.h1 == ["Questions about Arbor"]
    assert all(title in shown.words() for title in TITLES)
    assert "anywhere" not in shown.words()
    assert "/feeds/prices/arbor.atom" in shown.html

    waiting = page.get("/questions/unanswered?vendor=arbor")
    assert waiting.h1 == ["Unanswered questions about Arbor"]
    assert [title in waiting.words() for title in TITLES] == [True, False]
    assert "/questions/?vendor=arbor" in waiting.links


def test_a_vendor_nobody_knows_has_no_list(page):
    for path in ("/questions/", "/questions/unanswered"):
        assert page.get(f"{path}?vendor=nobody", status=404)


def test_an_old_name_of_a_vendor_leads_to_the_list_under_its_new_one(
    app, cast, page, vendor_id
):
    with app.app_context(), transaction():
        rename_vendor(cast.actor("mo"), db.session.get_one(Vendor, vendor_id), "Alder")

    for path in ("/questions/", "/questions/unanswered"):
        moved = page.get(f"{path}?vendor=arbor", status=301)
        assert moved.location == f"{path}?vendor=alder"
        assert "about Alder" in page.follow(moved).h1[0]


def test_a_vendor_without_questions_says_what_to_do(app, page):
    with app.app_context(), transaction():
        arbor_desk()

    assert "No questions about Arbor yet" in page.get("/prices/arbor/").words()
    assert "Nobody has asked" in page.get("/questions/?vendor=arbor").words()


def test_a_locked_question_waits_for_nobody(app, cast, page, vendor_id):
    assert TITLES[0] in page.get("/questions/unanswered").words()
    with app.app_context(), transaction():
        thread = db.session.scalars(
            db.select(Thread).where(Thread.title == TITLES[0])
        ).one()
        thread.locked_at = clock.now()

    for path in ("/questions/unanswered", "/questions/unanswered?vendor=arbor"):
        assert TITLES[0] not in page.get(path).words()
    with app.app_context():
        waiting = list_waiting_threads(vendor_id).items
        assert [one.title for one in waiting] == [TITLES[1]]
