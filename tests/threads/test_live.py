"""Editing a post: the page shows how it will look while one writes, and posts nothing of it."""

import pytest

from community.core.db import db, transaction
from community.core.keptforms import KeptForm
from community.threads.models import Post, Thread
from community.threads.rules import asking
from community.threads.saved import SavedDraft
from tests.threads.made import ANSWER, BODY, thread_with_answers

NEW = "Now it says **something else**, which is long enough."


@pytest.fixture
def posts(app, cast):
    _, ids = thread_with_answers(app, cast.actor("ada"), cast.actor("cleo"))
    return ids


def live(browser, page, **typed):
    form = page.form(having="body")
    assert "data-live" in page.html
    sent = {**form["fields"], **typed, "live": "1"}
    return browser.client.post(form["action"], data=sent).json


@pytest.mark.parametrize(("at", "who"), [(0, "ada"), (1, "cleo")])
def test_an_edit_is_shown_as_it_will_look_and_changes_nothing(
    app, cast, posts, at, who
):
    browser = cast.page(who)
    page = browser.get(f"/questions/posts/{posts[at]}/edit")

    told = live(browser, page, body=NEW, interested="y", title="")
    assert "<strong>something else</strong>" in told["html"]
    assert "I sell it" not in told["html"]
    assert told["said"] == "Kept as a draft."
    assert live(browser, page, body="Sh")["html"] == ""
    assert live(browser, page, body=NEW, csrf_token="stale") is None
    with app.app_context():
        kept = db.session.scalars(db.select(Post.source).order_by(Post.id)).all()
        assert kept == [BODY, ANSWER]
        assert db.session.scalar(db.select(db.func.count(SavedDraft.id))) == 0


def test_nobody_else_is_shown_anything(cast, posts):
    fields = {"body": NEW, "live": "1"}
    path = f"/questions/posts/{posts[1]}/edit"

    for other in ("ada", "rae"):
        cast.page(other).post(path, fields, status=403)


def test_an_edit_under_an_alias_is_kept_by_a_row_that_tells_nobody_and_no_post(
    app, cast, posts
):
    with app.app_context(), transaction():
        thread = db.session.scalars(db.select(Thread)).first()
        whisper = asking.answer(
            cast.actor("ben"), thread, "Four percent, and a cap.", anonymous=True
        ).public_id
    ben, path = cast.page("ben"), f"/questions/posts/{whisper}/edit"
    told = live(ben, ben.get(path), body=NEW)
    assert "<strong>something else</strong>" in told["html"]
    assert told["said"] == "Kept as a draft."
    assert ben.get(path).form(having="body")["fields"]["body"].strip() == NEW
    assert path in ben.get("/questions/drafts").links
    with app.app_context():
        (row,) = db.session.execute(db.select(*KeptForm.__table__.columns)).all()
        seen = [str(one) for one in row._mapping.values() if isinstance(one, str)]
        for secret in (whisper, "something else", "question", path):
            assert not any(secret in one for one in seen)
        assert str(cast.ben.id) not in (row.owner_key, row.place_key)


@pytest.mark.parametrize("words", [NEW, "Sh"])
def test_without_javascript_a_button_keeps_an_edit_right_or_wrong(
    app, cast, posts, words
):
    ada, path = cast.page("ada"), f"/questions/posts/{posts[0]}/edit"
    old = ada.get(path)
    draft = {"body": words, "save": "1"}
    assert ada.send(old, draft, having="body", status=303).location == path
    again = ada.get(path)
    assert "Your draft is saved." in again.words()
    assert again.form(having="body")["fields"]["body"].strip() == words
    listed = ada.get("/questions/drafts")
    assert "Edit of your question: " in listed.words()
    assert words in listed.words()
    lost = {"body": ANSWER, "save": "1"}
    refused = ada.send(old, lost, having="body", status=422)
    assert "in another window" in refused.words()
    assert refused.form(having="body")["fields"]["body"].strip() == ANSWER
    stale = {**draft, "csrf_token": "stale"}
    ada.send(again, stale, having="body", status=422)
    gone = ada.send(listed, {}, having="back", status=303)
    assert gone.location == "/questions/drafts"
    assert "No drafts" in ada.get("/questions/drafts").words()
    with app.app_context():
        kept = db.session.scalars(db.select(Post.source).order_by(Post.id)).all()
        assert kept == [BODY, ANSWER]
