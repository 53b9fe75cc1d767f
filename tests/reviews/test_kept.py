"""What one began and did not send: kept as it is typed, and never over what was not seen."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.catalog.models import Product
from community.core import clock, housekeeping, keptforms
from community.core.db import db, transaction
from community.core.keptforms import KeptForm
from community.reviews.models import Review
from tests.reviews.made import BAD, GOOD, written
from tests.reviews.test_live import live

NEW = "The order form had **every price** in it, line by line."
LATER = "They held the price for three years, as they had said."


@pytest.fixture
def edit(app, cast, desk_id) -> str:
    return f"/reviews/{written(app, cast.actor('ada'), desk_id)}/edit"


def fields(page) -> dict:
    return page.form(having="good")["fields"]


def kept(app) -> list[int]:
    with app.app_context():
        return list(db.session.scalars(sa.select(KeptForm.version)))


def test_what_was_typed_comes_back_until_it_is_sent(app, cast, edit):
    ada = cast.page("ada")
    page = ada.get(edit)
    assert fields(page)["good"].strip() == GOOD
    told = live(ada, page, good=NEW)
    assert (told["said"], told["kept"]) == ("Kept as a draft.", 1)
    told = live(ada, page, good=LATER, kept="1")
    assert told["kept"] == 2

    again = ada.get(edit)
    assert "You began this on" in again.words()
    assert fields(again)["good"].strip() == LATER
    assert fields(again)["bad"].strip() == BAD
    assert fields(again)["kept"] == "2"
    drafts = ada.get("/questions/drafts")
    assert "Begun, and not sent" in drafts.words()
    assert edit in drafts.links

    ada.send(again, {}, having="good", status=303)
    assert kept(app) == []
    with app.app_context():
        assert db.session.scalars(sa.select(Review.good)).one() == LATER
    assert "You began this" not in ada.get(edit).words()
    assert "No drafts" in ada.get("/questions/drafts").words()


def test_two_windows_keep_nothing_over_each_other(app, cast, edit):
    ada = cast.page("ada")
    first, second = ada.get(edit), ada.get(edit)
    live(ada, first, good=NEW)
    told = live(ada, second, good=LATER)
    assert "in another window" in told["said"]
    assert told["kept"] == 0
    assert fields(ada.get(edit))["good"].strip() == NEW


def test_what_was_sent_meanwhile_does_not_come_back_as_a_draft(app, cast, edit):
    ada = cast.page("ada")
    page = ada.get(edit)
    live(ada, page, good=NEW)
    ada.send(ada.get(edit), {}, having="good", status=303)
    assert "in another window" in live(ada, page, good=LATER, kept="1")["said"]
    assert kept(app) == []


def test_a_draft_of_what_was_changed_meanwhile_meets_the_newer_text(app, cast, edit):
    ada = cast.page("ada")
    live(ada, ada.get(edit), good=NEW)
    with app.app_context(), transaction():
        review = db.session.scalars(sa.select(Review)).one()
        review.good, review.version = LATER, review.version + 1
    refused = ada.send(ada.get(edit), {}, having="good", status=409)
    assert LATER in refused.words()
    assert fields(refused)["good"].strip() == NEW


def test_who_starts_over_finds_what_stands(app, cast, edit):
    ada, ben = cast.page("ada"), cast.page("ben")
    live(ada, ada.get(edit), good=NEW)
    with app.app_context():
        public_id = db.session.scalars(sa.select(KeptForm.public_id)).one()
    away = f"/questions/drafts/kept/{public_id}/delete"
    ben.post(away, status=404)
    assert edit not in ben.get("/questions/drafts").links
    ada.get(edit)
    assert ada.post(away, status=303).location == edit
    assert fields(ada.get(edit))["good"].strip() == GOOD
    ada.post(away, status=404)


def test_each_product_has_its_own_draft(app, cast, desk_id):
    ben = cast.page("ben")
    with app.app_context():
        desk = db.session.get_one(Product, desk_id).public_id
    of_desk = f"/reviews/new?product={desk}"
    page = ben.get(of_desk)
    sent = {**fields(page), "good": NEW, "live": "1"}
    assert ben.client.post(of_desk, data=sent).json["kept"] == 1
    assert fields(ben.get("/reviews/new"))["good"].strip() == ""
    assert fields(ben.get(of_desk))["good"].strip() == NEW


def test_there_are_so_many_drafts_and_too_long_ones_are_none(
    app, cast, edit, monkeypatch
):
    ada = cast.page("ada")
    monkeypatch.setattr(keptforms, "MOST", 0)
    told = live(ada, ada.get(edit), good=NEW)
    assert "You have 0 of these drafts" in told["said"]
    monkeypatch.setattr(keptforms, "_MOST_BYTES", 10)
    assert live(ada, ada.get(edit), good=NEW)["said"] == ""
    assert kept(app) == []


def test_drafts_go_when_nobody_goes_on_with_them(app, cast, edit):
    ada = cast.page("ada")
    live(ada, ada.get(edit), good=NEW)
    for days, left in ((179, 1), (181, 0)):
        later = clock.now() + timedelta(days=days)
        with time_machine.travel(later), app.app_context(), transaction():
            housekeeping.tidy()
        assert len(kept(app)) == left
