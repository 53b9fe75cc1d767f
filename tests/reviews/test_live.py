"""Reviews and responses: the page shows how they will look while one writes them."""

import sqlalchemy as sa

from community.catalog.models import Product
from community.core.db import db, transaction
from community.reviews.models import Review, ReviewResponse
from tests.reviews.made import GOOD, written

NEW = "The order form had **every price** in it, line by line."


def live(browser, page, **typed):
    (form,) = (one for one in page.forms if {*typed} <= {*one["fields"]})
    sent = {**form["fields"], **typed, "live": "1"}
    return browser.client.post(form["action"], data=sent).json


def test_a_review_is_shown_as_far_as_it_is_written(app, cast, desk_id):
    ben = cast.page("ben")
    page = ben.get("/reviews/new")

    half = live(ben, page, good=NEW, bad="Sh")
    assert "What went well" in half["html"]
    assert "<strong>every price</strong>" in half["html"]
    assert "What went badly" not in half["html"]
    both = live(ben, page, good=NEW, bad=GOOD)
    assert "What went badly" in both["html"]
    assert live(ben, page, good="", bad="")["html"] == ""
    huge = "|" + "a|" * 400 + "\n|" + "-|" * 400 + "\n|" * 100
    nothing = "[](https://example.org/nothing)"
    assert live(ben, page, good=huge, bad=nothing)["html"] == ""
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Review.id))) == 0


def test_an_edit_of_a_review_is_shown_and_changes_nothing(app, cast, desk_id):
    public_id = written(app, cast.actor("ada"), desk_id)
    ada = cast.page("ada")

    told = live(ada, ada.get(f"/reviews/{public_id}/edit"), good=NEW)

    assert "<strong>every price</strong>" in told["html"]
    with app.app_context():
        assert db.session.scalars(sa.select(Review.good)).one() == GOOD


def test_a_response_is_shown_and_not_posted(app, cast, desk_id):
    with app.app_context(), transaction():
        cast.speak_for(db.session.get_one(Product, desk_id).vendor_id)
    public_id = written(app, cast.actor("ada"), desk_id)
    rae = cast.page("rae")
    page = rae.get(f"/reviews/{public_id}/response")

    assert "<strong>every price</strong>" in live(rae, page, body=NEW)["html"]
    assert live(rae, page, body="Sh")["html"] == ""
    cast.page("ada").post(page.path, {"body": NEW, "live": "1"}, status=403)
    with app.app_context():
        assert (
            db.session.scalar(sa.select(sa.func.count(ReviewResponse.review_id))) == 0
        )
