"""Who sells a thing, or competes with it, says so where they post; buyers' answers end it."""

import pytest
import sqlalchemy as sa

from community.core.db import db, transaction
from community.core.errors import Forbidden
from community.threads.models import Post, PostRevision, Thread
from community.threads.queries import get_question_post
from community.threads.rules import asking, editing
from community.threads.rules.choosing import choose_answer
from community.threads.rules.redacting import redact_post
from community.threads.searchable import Answers
from tests.threads.made import (
    ANSWER,
    BODY,
    DAY_ONE,
    answer,
    ask,
    draft,
    thread_with_answers,
)

MARK = "Sells it or competes with it"


def interests(app) -> list[bool]:
    with app.app_context():
        return [*db.session.scalars(sa.select(Post.interested).order_by(Post.id))]


def test_a_question_and_an_answer_carry_what_their_author_says(app, cast, page):
    words = {"title": "What did others pay for seats?", "body": BODY}
    ada, cleo = cast.page("ada"), cast.page("cleo")
    asked = ada.send(
        ada.get("/questions/ask"),
        {**words, "interested": "y"},
        having="title",
        status=303,
    )
    path = asked.location
    assert page.get(path).words().count(MARK) == 1

    cleo.send(cleo.get(path), {"body": ANSWER}, having="body", status=303)
    assert interests(app) == [True, False]
    told = {"body": "We sell it at list price alone.", "interested": "y"}
    mo = cast.page("mo")
    mo.send(mo.get(path), {**told, "anonymous": "y"}, having="body", status=303)
    assert interests(app) == [True, False, True]
    assert page.get(path).words().count(MARK) == 2


def test_a_preview_keeps_the_tick(cast):
    path = "/questions/ask"
    ada = cast.page("ada")
    words = {"title": "What did others pay for seats?", "body": BODY}
    ticked = {**words, "interested": "y", "preview": "1"}
    shown = ada.send(ada.get(path), ticked, having="title", status=200)
    fields = next(one for one in shown.forms if "interested" in one["fields"])
    assert fields["fields"]["interested"]


def test_nobody_chooses_the_answer_of_who_sells_it(app, cast):
    path, _ = thread_with_answers(app, cast.actor("ada"))
    ada = cast.actor("ada")
    with app.app_context(), transaction():
        thread = db.session.scalars(sa.select(Thread)).one()
        post = asking.answer(
            cast.actor("cleo"), thread, ANSWER, interested=True, at=DAY_ONE
        )
        with pytest.raises(Forbidden, match="choose a buyer’s"):
            choose_answer(ada, thread, post, instead_of=None)
    assert "This helped" not in cast.page("ada").get(path).words()


def test_it_can_be_said_later_and_the_change_is_seen(app, cast, page):
    path, (_, post) = thread_with_answers(app, cast.actor("ada"), cast.actor("ben"))
    ben, there = cast.page("ben"), f"/questions/posts/{post}"
    form = ben.get(f"{there}/edit")
    shown = ben.send(
        form, {"interested": "y"}, having="body", submit=("preview", "1"), status=200
    )
    assert MARK in shown.words().partition("Preview: not saved yet")[2]
    ben.send(shown, {}, having="body", status=303)

    assert interests(app) == [False, True]
    assert MARK in page.get(path).words()
    again = ben.get(f"{there}/edit")
    assert again.form(having="body")["fields"]["interested"]
    ben.send(again, {"body": f"{ANSWER} Twice."}, having="body", status=303)
    ben.send(
        ben.get(f"{there}/edit"),
        {"interested": None},
        having="body",
        status=303,
    )

    assert MARK not in page.get(path).words()
    history = page.get(f"{there}/history").html
    assert f"<del>{MARK}</del>" in history
    assert f"<ins>{MARK}</ins>" in history
    with app.app_context():
        versions = db.session.scalars(
            sa.select(PostRevision.interested).order_by(PostRevision.version)
        )
        assert [*versions] == [False, True, True, False]


@pytest.mark.usefixtures("context")
def test_a_question_says_it_later_too_and_edits_leave_what_was_said(cast):
    ada = cast.actor("ada")
    thread = ask(ada, tags="saas")
    post = get_question_post(thread)
    editing.edit_question(ada, thread, draft(tags="saas"), version=1, interested=True)
    assert (post.interested, post.version) == (True, 2)
    editing.edit_question(ada, thread, draft(tags="crm"), version=2)
    assert (post.interested, post.version) == (True, 3)
    redact_post(cast.actor("mo"), thread, post, [thread.title, BODY[:-18]], "Too much.")
    assert post.interested


@pytest.mark.usefixtures("context")
def test_who_finds_an_answer_reads_it_there_too(cast):
    ben = cast.actor("ben")
    post = answer(ben, ask(cast.actor("ada")))

    (plain,) = Answers().results(ben, [post.id])
    editing.edit_answer(ben, post, ANSWER, version=1, interested=True)
    (said,) = Answers().results(ben, [post.id])

    assert said.facts == [*plain.facts, MARK.lower()]


@pytest.mark.usefixtures("context")
def test_the_answer_that_helped_is_it_no_more(cast):
    ada, ben = cast.actor("ada"), cast.actor("ben")
    thread = ask(ada)
    post = answer(ben, thread)
    choose_answer(ada, thread, post, instead_of=None)

    editing.edit_answer(ben, post, f"{ANSWER} Twice.", version=1)
    assert thread.accepted_post_id == post.id
    editing.edit_answer(ben, post, ANSWER, version=2, interested=True)

    assert thread.accepted_post_id is None
    assert not post.is_chosen


def test_a_draft_keeps_the_tick_and_the_page_shows_it_while_one_writes(cast):
    ada, path = cast.page("ada"), "/questions/ask"
    words = {"title": "What did others pay for seats?", "body": BODY}
    ticked = {**words, "interested": "y"}
    live = ada.send(
        ada.get(path), ticked, having="title", submit=("live", "1"), status=200
    )
    assert MARK in live.response.json["html"]
    draft = {"draft_id": live.response.json["draft_id"], "draft_version": "1"}
    plain = ada.send(
        ada.get(path), words | draft, having="title", submit=("live", "1"), status=200
    )
    assert MARK not in plain.response.json["html"]
    draft["draft_version"] = str(plain.response.json["draft_version"])
    ada.send(
        ada.get(path), ticked | draft, having="title", submit=("save", "1"), status=303
    )

    on = cast.page("ada").get(f"{path}?draft={draft['draft_id']}")
    assert on.form(having="title")["fields"]["interested"]


def test_a_preview_names_its_author_and_an_alias_none(cast):
    ada, path = cast.page("ada"), "/questions/ask"
    words = {"title": "What did others pay for seats?", "body": BODY}
    preview = ("preview", "1")
    form = ada.get(path)
    named = ada.send(form, words, having="title", submit=preview, status=200)
    told = named.words().partition("Preview: not posted yet")[2][:80]
    assert " ada " in told
    hidden = ada.send(
        named, {"anonymous": "y"}, having="title", submit=preview, status=200
    )
    told = hidden.words().partition("Preview: not posted yet")[2][:80]
    assert "Anonymous" in told
    assert " ada " not in told
