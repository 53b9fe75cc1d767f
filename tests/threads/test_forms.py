"""Asking, answering and editing, as people do it: nothing typed is ever lost."""

import pytest
import sqlalchemy as sa

from community.catalog.models import Product, ProductAlias, Vendor, VendorAlias
from community.core.db import db, transaction
from community.threads import limits
from community.threads.limits import Limits
from community.threads.models import Post, Tag, Thread
from community.threads.queries import get_post_for
from tests.threads.made import ANSWER, BODY, thread_with_answers

TITLE = "Is there room below $140 a seat?"
WORDS = {"title": TITLE, "body": BODY, "tags": "renewal, saas"}


def rows(app, model) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def test_ask_leads_to_the_question(app, cast):
    ada = cast.page("ada")
    sent = ada.send(ada.get("/questions/ask"), WORDS, having="title", status=303)
    shown = ada.follow(sent)
    assert shown.h1 == [TITLE]
    assert "<strong>180 seats</strong>" in shown.html
    assert "/questions/tagged/renewal" in shown.links
    assert (rows(app, Thread), rows(app, Tag)) == (1, 2)


def test_ask_keeps_what_was_typed_when_it_is_refused(app, cast):
    ada = cast.page("ada")
    words = {**WORDS, "title": "Too short", "tags": "a b c d e f"}
    page = ada.send(ada.get("/questions/ask"), words, having="title", status=422)
    fields = page.form(having="title")["fields"]
    assert {name: fields[name] for name in words} == words
    assert "Give the title 15 characters or more" in page.words()
    assert "Give 5 tags at most" in page.words()
    assert rows(app, Thread) == 0


def test_preview_shows_and_stores_nothing(app, cast):
    ada = cast.page("ada")
    page = ada.send(
        ada.get("/questions/ask"),
        WORDS,
        having="title",
        submit=("preview", "1"),
        status=200,
    )
    assert "Preview: not posted yet" in page.words()
    assert "<strong>180 seats</strong>" in page.html
    assert rows(app, Thread) == 0
    assert ada.send(page, {}, having="title").status == 303
    assert rows(app, Thread) == 1


def test_preview_says_what_is_wrong(cast):
    ada = cast.page("ada")
    page = ada.get("/questions/ask")
    words = {**WORDS, "body": "short"}
    page = ada.send(page, words, having="title", submit=("preview", "1"), status=422)
    assert "Write 20 characters or more" in page.words()


def test_same_form_sent_twice_posts_once(app, cast):
    ada = cast.page("ada")
    page = ada.get("/questions/ask")
    first = ada.send(page, WORDS, having="title", status=303)
    second = ada.send(page, WORDS, having="title", status=303)
    assert first.location == second.location
    assert rows(app, Thread) == 1


@pytest.mark.usefixtures("cast")
def test_question_typed_while_logged_out_comes_back(app, page):
    sent = page.post(
        "/questions/ask", WORDS, headers={"Referer": "http://localhost/questions/ask"}
    )
    assert (sent.status, sent.location) == (303, "/login?next=/questions/ask")
    login = page.get(sent.location)
    password = {"name": "ada", "password": "fairquote-sample"}
    back = page.follow(page.send(login, password, having="password", status=303))
    fields = back.form(having="title")["fields"]
    assert {name: fields[name] for name in WORDS} == WORDS
    assert rows(app, Thread) == 0


def test_expired_form_loses_nothing(app, cast):
    ada = cast.page("ada")
    page = ada.get("/questions/ask")
    words = {**WORDS, "csrf_token": "stale"}
    refused = ada.send(page, words, having="title", status=422)
    assert refused.form(having="title")["fields"]["body"] == BODY
    assert rows(app, Thread) == 0


def test_unknown_product_is_asked_about(cast):
    ada = cast.page("ada")
    words = {**WORDS, "product": "Nobody's Product"}
    page = ada.send(ada.get("/questions/ask"), words, having="title", status=422)
    assert page.form(having="title")["fields"]["body"] == BODY
    assert "yet" in page.words()


def test_limit_gives_the_text_back_with_429(app, cast, monkeypatch):
    monkeypatch.setattr(limits, "LIMITS", Limits())
    ada = cast.page("ada")
    ada.send(ada.get("/questions/ask"), WORDS, having="title", status=303)
    words = {**WORDS, "body": f"{BODY} And why?"}
    page = ada.send(ada.get("/questions/ask"), words, having="title", status=429)
    assert page.form(having="title")["fields"]["body"] == words["body"]
    assert int(page.response.headers["Retry-After"]) in range(1, 31)
    assert "leave 30 seconds between two posts" in page.words()
    assert rows(app, Thread) == 1


def test_answer_leads_to_its_place(app, cast):
    path, _ = thread_with_answers(app, cast.actor("ada"))
    ben = cast.page("ben")
    sent = ben.send(ben.get(path), {"body": ANSWER}, having="body", status=303)
    there = ben.get(sent.location, status=302)
    assert there.location.startswith(f"{path}#post-")
    shown = ben.get(path)
    assert there.location.partition("#")[2] in shown.ids
    assert "1 answer" in shown.words()


def test_refused_answer_comes_back_on_the_page_of_the_thread(app, cast):
    path, _ = thread_with_answers(app, cast.actor("ada"))
    ben = cast.page("ben")
    page = ben.send(ben.get(path), {"body": "No."}, having="body", status=422)
    assert page.h1 == [TITLE]
    assert page.form(having="body")["fields"]["body"] == "No."
    preview = ben.send(
        ben.get(path),
        {"body": ANSWER},
        having="body",
        submit=("preview", "1"),
        status=200,
    )
    assert "Preview: not posted yet" in preview.words()
    assert rows(app, Post) == 1


def test_answer_to_a_removed_question_is_refused_with_its_text(app, cast):
    path, (question,) = thread_with_answers(app, cast.actor("ada"))
    ada = cast.page("ada")
    page = ada.get(path)
    ada.post(f"/questions/posts/{question}/remove", status=303)
    refused = ada.send(page, {"body": ANSWER}, having="body", status=409)
    assert "not public" in refused.words()
    assert rows(app, Post) == 1


def test_edit_answer_and_read_its_versions(app, cast, page):
    path, (_, post) = thread_with_answers(app, cast.actor("ada"), cast.actor("ben"))
    ben = cast.page("ben")
    form = ben.get(f"/questions/posts/{post}/edit")
    assert form.form(having="body")["fields"]["body"] == ANSWER
    ben.send(form, {"body": f"{ANSWER} Twice."}, having="body", status=303)
    assert f"{ANSWER} Twice." in page.get(path).words()
    history = page.get(f"/questions/posts/{post}/history")
    assert "Version 2" in history.words()
    assert "Version 1" in history.words()
    assert "<ins> Twice.</ins>" in history.html
    assert f"/questions/posts/{post}/history" in page.get(path).links


def test_history_of_an_unedited_post_says_so(app, cast, page):
    _, (post,) = thread_with_answers(app, cast.actor("ada"))
    assert "never edited" in page.get(f"/questions/posts/{post}/history").words()


def test_edit_question_changes_its_address(app, cast, page):
    path, (post,) = thread_with_answers(app, cast.actor("ada"))
    ada = cast.page("ada")
    form = ada.get(f"/questions/posts/{post}/edit")
    words = {"title": "Is there room below $130 a seat?", "tags": "seats"}
    preview = ada.send(form, words, having="title", submit=("preview", "1"), status=200)
    assert "Preview: not saved yet" in preview.words()
    ada.send(preview, {}, having="title", status=303)
    assert page.get(path, status=301).location.endswith(
        "/is-there-room-below-130-a-seat"
    )
    edited = page.follow(page.get(path, status=301))
    assert "/questions/tagged/seats" in edited.links


def test_stale_edit_shows_both_texts_and_then_saves(app, cast, page):
    path, (_, post) = thread_with_answers(app, cast.actor("ada"), cast.actor("ben"))
    ben = cast.page("ben")
    edit = f"/questions/posts/{post}/edit"
    first, second = ben.get(edit), ben.get(edit)
    theirs, mine = f"{ANSWER} From the first tab.", f"{ANSWER} From the second tab."
    ben.send(first, {"body": theirs}, having="body", status=303)
    stale = ben.send(second, {"body": mine}, having="body", status=409)
    assert "What it says now" in stale.words()
    assert theirs in stale.words()
    assert stale.form(having="version")["fields"]["body"] == mine
    assert theirs in page.get(path).words()
    ben.send(stale, {}, having="version", status=303)
    assert mine in page.get(path).words()


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "1" * 30, None])
def test_edit_with_a_broken_version_is_refused(app, cast, version):
    _, (post,) = thread_with_answers(app, cast.actor("ada"))
    ada = cast.page("ada")
    form = ada.get(f"/questions/posts/{post}/edit")
    ada.send(
        form, {"version": version, "title": TITLE + "?"}, having="title", status=422
    )
    with app.app_context():
        assert get_post_for(cast.actor("ada"), post)[0].version == 1


def catalogue(app) -> str:
    """Commit the vendor Arbor with its product Desk; return the product's public id."""
    with app.app_context(), transaction():
        vendor = Vendor(name="Arbor", slug="arbor", sort_key="arbor")
        db.session.add(vendor)
        db.session.flush()
        product = Product(
            name="Desk", slug="desk", sort_key="desk", vendor_id=vendor.id
        )
        db.session.add(product)
        db.session.flush()
        db.session.add(VendorAlias(vendor_id=vendor.id, name="Arbor", key="arbor"))
        db.session.add(
            ProductAlias(
                product_id=product.id, vendor_id=vendor.id, name="Desk", key="desk"
            )
        )
        return product.public_id


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ("Desk", "/prices/arbor/desk/"),
        ("desk · arbor", "/prices/arbor/desk/"),
        ("Arbor", "/prices/arbor/"),
    ],
)
def test_question_about_a_product_or_a_vendor(app, cast, typed, link):
    catalogue(app)
    ada = cast.page("ada")
    words = {**WORDS, "product": typed}
    shown = ada.follow(ada.send(ada.get("/questions/ask"), words, having="title"))
    assert link in shown.links
    edit = next(path for path in shown.links if path.endswith("/edit"))
    subject = ada.get(edit).form(having="title")["fields"]["product"]
    assert subject == ("Arbor" if typed == "Arbor" else "Desk · Arbor")


def test_preview_of_an_edited_answer(app, cast):
    _, (_, post) = thread_with_answers(app, cast.actor("ada"), cast.actor("ben"))
    ben = cast.page("ben")
    form = ben.get(f"/questions/posts/{post}/edit")
    words = {"body": "We paid *less* than that in the end."}
    page = ben.send(form, words, having="body", submit=("preview", "1"), status=200)
    assert "<em>less</em>" in page.html


def test_product_of_the_ask_link_is_filled_in(app, cast):
    public_id = catalogue(app)
    ada = cast.page("ada")
    form = ada.get(f"/questions/ask?product={public_id}").form(having="title")
    assert form["fields"]["product"] == "Desk · Arbor"
    assert ada.get("/questions/ask?product=nonsense").status == 200
    ada.get("/questions/ask?vendor=1", status=400)
