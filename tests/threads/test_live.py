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


def test_of_an_edit_under_an_alias_no_draft_is_kept(app, cast, posts):
    with app.app_context(), transaction():
        thread = db.session.scalars(db.select(Thread)).first()
        whisper = asking.answer(
            cast.actor("ben"), thread, "Four percent, and a cap.", anonymous=True
        ).public_id
    ben = cast.page("ben")
    told = live(ben, ben.get(f"/questions/posts/{whisper}/edit"), body=NEW)
    assert "<strong>something else</strong>" in told["html"]
    assert told["said"] == ""
    with app.app_context():
        assert db.session.scalar(db.select(db.func.count(KeptForm.id))) == 0
