"""Who sells a thing, or competes with it, says so where they post; buyers' answers end it."""

import pytest
import sqlalchemy as sa

from community.core.db import db, transaction
from community.core.errors import Forbidden
from community.threads.models import Post, Thread
from community.threads.rules import asking
from community.threads.rules.choosing import choose_answer
from tests.threads.made import ANSWER, BODY, DAY_ONE, thread_with_answers

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
