"""What waits for a vendor's team at its desk, and how soon they reply."""

from datetime import timedelta

import pytest

from community.catalog.models import Product
from community.core.db import db, transaction
from community.reps.desk import in_words, median_reply
from community.reps.rules import publishing
from community.threads.models import Thread
from tests.queries import count_queries
from tests.reps.conftest import WORDS, question
from tests.reviews.made import written


def test_the_desk_tells_what_waits_and_how_fast_they_are(app, cast, spoken):
    asked = []
    for more in (0, 3):
        with app.app_context(), transaction():
            desk = db.session.get_one(Product, spoken.product_id)
            for number in range(more):
                title = f"Question number {number} about seats"
                question(cast.actor("cleo"), desk, title, 10 + number)
        for handle in ("ada", "ben", "cleo")[:more]:
            written(app, cast.actor(handle), spoken.product_id)
        browser = cast.page("rae")
        with count_queries() as counted:
            shown = browser.get("/rep/")
        asked.append(len(counted))
    assert asked[0] == asked[1]
    assert "Does the uplift cap hold" in shown.words()
    assert "Birch" not in shown.words()
    assert shown.words().count("Respond") == 3
    assert "Question number 2" in browser.get("/rep/questions").words()
    assert browser.get("/rep/reviews").words().count("Respond") == 3
    browser.get("/rep/questions?page=2", status=400)
    cast.page("ada").get("/rep/questions", status=403)
    with app.app_context(), transaction():
        thread = db.session.get_one(Thread, spoken.thread_id)
        assert median_reply(spoken.vendor_id) == ""
        publishing.reply(
            cast.actor("rae"), thread, WORDS, at=thread.created_at + timedelta(hours=5)
        )
        assert median_reply(spoken.vendor_id) == "5 hours"
    assert "Does the uplift cap hold" not in cast.page("rae").get("/rep/").words()


def test_a_rep_of_nobody_has_no_lists(cast):
    rae = cast.page("rae")
    assert "Claim a vendor" in rae.get("/rep/").words()
    rae.get("/rep/questions", status=403)


@pytest.mark.parametrize(
    ("hours", "words"), [(0.2, "1 hour"), (47, "47 hours"), (72, "3 days")]
)
def test_waits_are_said_in_words(hours, words):
    assert in_words(hours * 3600) == words
