"""Suggesting in the browser: from any form that misses something, and back."""

import pytest
import sqlalchemy as sa

from community.catalog.kinds import SuggestionState
from community.catalog.models import Product, Suggestion
from community.catalog.suggestions import Missing, suggest_missing
from community.core.db import db, transaction

NEW = "/prices/suggestions/new"


@pytest.fixture
def rows(app):
    def read():
        with app.app_context():
            found = db.session.scalars(sa.select(Suggestion).order_by(Suggestion.id))
            return [
                (one.vendor_name, one.product_name, one.state.value) for one in found
            ]

    return read


@pytest.fixture
def waiting(app, cast):
    """Ada's open suggestion; its address for moderators."""
    with app.app_context(), transaction():
        suggestion = suggest_missing(cast.actor("ada"), Missing("Cedar", "Desk"), "Hm")
        db.session.flush()
        return f"/prices/suggestions/{suggestion.public_id}"


def test_a_member_suggests_and_sees_it_listed(cast, rows):
    ada = cast.page("ada")
    sent = ada.send(
        ada.get(NEW), {"vendor": "Cedar", "product": "Desk"}, having="vendor"
    )
    shown = ada.follow(sent)
    assert "Desk · Cedar" in shown.words()
    assert "Waiting for a moderator" in shown.words()
    assert rows() == [("Cedar", "Desk", "open")]


def test_sending_twice_is_once(cast, rows):
    ada = cast.page("ada")
    form = ada.get(NEW)
    for _ in range(2):
        sent = ada.send(form, {"product": "Hour of work"}, having="vendor")
        assert (sent.status, sent.location) == (303, "/prices/suggestions/mine")
    assert rows() == [("", "Hour of work", "open")]


@pytest.mark.parametrize(
    "typed",
    [
        {"vendor": "", "product": ""},
        {"vendor": "…"},
        {"vendor": "x" * 201},
        {"vendor": "Cedar", "pricing_model": "barter"},
        {"vendor": "Cedar", "category": "999999"},
        {"vendor": "Cedar", "category": "\x00"},
        {"vendor": "Cedar", "comment": "x" * 100_000},
        {"vendor": "\x00…"},
    ],
)
def test_what_cannot_be_suggested_comes_back_as_typed(cast, rows, typed):
    ada = cast.page("ada")
    sent = ada.send(ada.get(NEW), typed, having="vendor", status=422)
    assert rows() == []
    if typed["vendor"] == "Cedar":
        assert 'value="Cedar"' in sent.html


def test_an_unproven_member_is_told_why_not(cast):
    cast.unproven("ada").get(NEW, status=403)


def test_visitors_are_led_to_the_door(page):
    assert page.get(NEW, status=303).location.startswith("/login")


def test_unknown_queries_are_refused(cast):
    cast.page("ada").get(f"{NEW}?k=1", status=400)
    cast.page("ada").get("/prices/suggestions/mine?k=1", status=400)
    cast.page("mo").get("/prices/suggestions/?k=1", status=400)
    cast.page("mo").get("/prices/suggestions/?state=odd", status=400)


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil"])
def test_nobody_is_led_astray(cast, back):
    ada = cast.page("ada")
    form = ada.get(f"{NEW}?vendor=Cedar&back={back}")
    assert ada.send(form, having="vendor").location == "/prices/suggestions/mine"


def test_too_many_suggestions_are_refused_with_what_was_typed(cast, rows):
    ada = cast.page("ada")
    for number in range(20):
        ada.send(
            ada.get(NEW), {"vendor": f"Vendor {number}"}, having="vendor", status=303
        )
    sent = ada.send(ada.get(NEW), {"vendor": "One more"}, having="vendor", status=429)
    assert 'value="One more"' in sent.html
    assert int(sent.response.headers["Retry-After"]) > 0
    assert len(rows()) == 20


def test_a_form_that_misses_a_product_comes_back_filled_in(cast, rows):
    ada = cast.page("ada")
    asking = ada.get("/questions/ask")
    typed = {"title": "Is 12 dollars a user fair?", "body": "For 50.", "product": "Zel"}
    refused = ada.send(asking, typed, having="body", status=422)
    assert "Suggest it" in refused.words()
    kept = ada.post(
        "/prices/suggestions/keep?field=product&kind=product",
        {**refused.form(having="body")["fields"]},
        headers={"Referer": "http://localhost/questions/ask"},
        status=303,
    )
    suggesting = ada.follow(kept)
    assert suggesting.form(having="vendor")["fields"]["product"] == "Zel"
    back = ada.send(suggesting, {"vendor": "Zelkova"}, having="vendor")
    assert back.location == "/questions/ask"
    again = ada.follow(back)
    fields = again.form(having="body")["fields"]
    assert {name: fields[name].strip() for name in typed} == typed
    assert rows() == [("Zelkova", "Zel", "open")]


def test_a_moderator_accepts_with_corrections(cast, waiting, rows, app):
    mo = cast.page("mo")
    listed = mo.get("/prices/suggestions/")
    assert waiting in listed.links
    shown = mo.get(waiting)
    assert "Hm" in shown.words()
    sent = mo.send(shown, {"product": "Cedar Desk"}, action=f"{waiting}/accept")
    assert "It is in the catalogue." in mo.follow(sent).words()
    assert rows() == [("Cedar", "Desk", "accepted")]
    with app.app_context():
        assert db.session.scalars(sa.select(Product.name)).all() == ["Cedar Desk"]
    assert (
        "In the catalogue" in cast.page("ada").get("/prices/suggestions/mine").words()
    )
    assert "decided" in mo.get(waiting).words()


def test_a_moderator_declines_with_a_reason(cast, waiting, rows):
    mo = cast.page("mo")
    empty = mo.send(mo.get(waiting), {"reason": ""}, action=f"{waiting}/decline")
    assert (empty.status, rows()) == (422, [("Cedar", "Desk", "open")])
    sent = mo.send(mo.get(waiting), {"reason": "A plan."}, action=f"{waiting}/decline")
    assert sent.status == 303
    assert "A plan." in cast.page("ada").get("/prices/suggestions/mine").words()
    declined = mo.get("/prices/suggestions/?state=declined")
    assert waiting in declined.links


def test_the_second_moderator_is_told(cast, waiting):
    mo, mia = cast.page("mo"), cast.page("mia")
    open_at_both = mia.get(waiting)
    mo.send(mo.get(waiting), {"reason": "A plan."}, action=f"{waiting}/decline")
    late = mia.send(open_at_both, action=f"{waiting}/accept")
    assert late.status == 409
    assert "Another moderator has decided" in late.words()


def test_nonsense_of_a_moderator_is_refused(cast, waiting, rows):
    mo = cast.page("mo")
    sent = mo.send(
        mo.get(waiting), {"vendor": "", "product": ""}, action=f"{waiting}/accept"
    )
    assert (sent.status, rows()) == (422, [("Cedar", "Desk", "open")])


@pytest.mark.parametrize("handle", ["ada", "rae", "hana"])
def test_others_do_not_decide(cast, waiting, rows, handle):
    browser = cast.page(handle)
    browser.get("/prices/suggestions/", status=403)
    browser.get(waiting, status=403)
    browser.post(f"{waiting}/accept", {"vendor": "Cedar"}, status=403)
    browser.post(f"{waiting}/decline", {"reason": "No."}, status=403)
    assert rows() == [("Cedar", "Desk", SuggestionState.OPEN.value)]


@pytest.mark.parametrize("tail", ["", "/accept", "/decline"])
@pytest.mark.parametrize("public_id", ["nothing", "%00", "x" * 300])
def test_unknown_suggestions_are_not_found(cast, public_id, tail):
    mo = cast.page("mo")
    path = f"/prices/suggestions/{public_id}{tail}"
    if tail:
        mo.post(path, {}, status=404)
    else:
        mo.get(path, status=404)
