"""The buttons below a post: vote, choose, remove, restore, hide."""

import sqlalchemy as sa

from community.core.db import db
from community.threads.models import Vote
from tests.moderating import moderate
from tests.threads.made import ANSWER, BODY, thread_with_answers

TITLE = "Is there room below $140 a seat?"
WORDS = {"title": TITLE, "body": BODY, "tags": "renewal, saas"}


def rows(app, model) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def test_vote_and_take_it_back(app, cast):
    path, (_, post) = thread_with_answers(app, cast.actor("ada"), cast.actor("ben"))
    cleo = cast.page("cleo")
    vote = f"/questions/posts/{post}/vote"
    cleo.send(cleo.get(path), action=vote, status=303)
    voted = cleo.get(path)
    assert (rows(app, Vote), "▲ 1" in voted.words()) == (1, True)
    cleo.post(vote, status=303)
    assert rows(app, Vote) == 1
    cleo.send(voted, action=f"/questions/posts/{post}/unvote", status=303)
    assert rows(app, Vote) == 0


def test_choose_change_and_undo(app, cast):
    helpers = cast.actor("ben"), cast.actor("cleo")
    path, (_, first, second) = thread_with_answers(app, cast.actor("ada"), *helpers)
    ada = cast.page("ada")
    page = ada.get(path)
    ada.send(page, action=f"/questions/posts/{first}/choose", status=303)
    assert "Chosen by who asked" in ada.get(path).words()
    # A tab that was open all the while does not know of the first choice.
    ada.send(page, action=f"/questions/posts/{second}/choose", status=409)
    ada.send(ada.get(path), action=f"/questions/posts/{second}/choose", status=303)
    ada.send(ada.get(path), action=f"/questions/posts/{second}/unchoose", status=303)
    assert "Chosen by who asked" not in ada.get(path).words()


def test_removed_question_is_gone_for_others_and_a_stub_for_its_author(app, cast, page):
    path, (post, _) = thread_with_answers(app, cast.actor("ada"), cast.actor("ben"))
    ada = cast.page("ada")
    ada.send(ada.get(path), action=f"/questions/posts/{post}/remove", status=303)
    for reader in (page, cast.page("ben"), cast.page("hana"), cast.page("rae")):
        reader.get(path, status=404)
        reader.get(f"/questions/posts/{post}", status=404)
    stub = ada.get(path)
    assert "You removed this question" in stub.words()
    assert "180 seats" not in stub.words()
    assert ANSWER in stub.words()
    assert TITLE not in page.get("/questions/").words()
    assert "180 seats" in cast.page("mo").get(path).words()
    ada.send(stub, action=f"/questions/posts/{post}/restore", status=303)
    assert TITLE in page.get(path).words()


def test_removed_answer_leaves_a_stub(app, cast, page):
    path, (_, post) = thread_with_answers(app, cast.actor("ada"), cast.actor("ben"))
    ben = cast.page("ben")
    ben.send(ben.get(path), action=f"/questions/posts/{post}/remove", status=303)
    seen = page.get(path)
    assert "This was removed by its author" in seen.words()
    assert ANSWER not in seen.html
    ben.send(ben.get(path), action=f"/questions/posts/{post}/restore", status=303)
    assert ANSWER in page.get(path).words()


def test_moderator_hides_and_shows_again(app, cast, page):
    path, (_, post) = thread_with_answers(app, cast.actor("ada"), cast.actor("ben"))
    mo = cast.page("mo")
    assert f"/moderation/open/post/{post}" in mo.get(path).html
    moderate(mo, "post", post, "hide")
    assert ANSWER not in page.get(path).html
    assert "Hidden by a moderator" in cast.page("ben").get(path).words()
    moderate(mo, "post", post, "restore")
    assert ANSWER in page.get(path).words()


def test_hidden_question_is_gone_for_others(app, cast, page):
    path, (post,) = thread_with_answers(app, cast.actor("ada"))
    mo = cast.page("mo")
    moderate(mo, "post", post, "hide")
    page.get(path, status=404)
    mine = cast.page("ada").get(path)
    assert "This question is not public" in mine.words()
    assert "180 seats" in mine.words()
