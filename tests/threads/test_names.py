"""The pages and forms of anonymity: posting, one's own list, hiding a name, looking behind."""

import re

import sqlalchemy as sa

from community.core.db import db
from community.threads.models import Post
from tests.threads.made import ANSWER, BODY, thread_with_answers

ALIAS = re.compile(r"Anonymous [a-z2-9]{7}")
QUESTION = {"title": "What did others pay for seats?", "body": BODY, "anonymous": "y"}
WHY = {"reason": "It names somebody."}


def stored(app) -> list[Post]:
    with app.app_context():
        posts = db.session.scalars(sa.select(Post).order_by(Post.id)).all()
        db.session.expunge_all()
        return list(posts)


def test_asking_anonymously_with_a_preview(app, cast, page):
    ada = cast.page("ada")
    form = ada.get("/questions/ask")

    shown = ada.send(form, QUESTION, having="title", submit=("preview", "1"))
    sent = ada.send(shown, {"anonymous": "y"}, having="title", status=303)

    assert "By Anonymous" in shown.words()
    words = page.follow(sent).words()
    assert ALIAS.search(words)
    assert "ada" not in words.split()
    assert stored(app)[0].author_id is None


def test_answering_anonymously_with_a_preview(app, cast, page):
    path, _ = thread_with_answers(app, cast.actor("ada"))
    ben = cast.page("ben")
    words = {"body": ANSWER, "anonymous": "y"}

    shown = ben.send(ben.get(path), words, having="body", submit=("preview", "1"))
    assert "By Anonymous" in shown.words()
    ben.send(shown, words, having="body", status=303)

    assert ALIAS.search(page.get(path).words())
    assert stored(app)[1].alias is not None


def test_what_is_not_ticked_stands_under_the_handle(app, cast, page):
    path, _ = thread_with_answers(app, cast.actor("ada"))
    ben = cast.page("ben")

    ben.send(ben.get(path), {"body": ANSWER}, having="body", status=303)

    assert "/u/ben" in page.get(path).links


def test_hiding_a_name_tells_what_it_cannot_do(app, cast, page):
    path, (_, reply) = thread_with_answers(app, cast.actor("ada"), cast.actor("ben"))
    ben = cast.page("ben")
    own = f"/questions/posts/{reply}/anonymise"
    assert own in ben.get(path).links
    assert own not in cast.page("ada").get(path).links
    asked = ben.get(own)
    assert "Mails that were sent" in asked.words()

    done = ben.send(asked, action=own, status=303)

    assert (
        "Your handle is gone" in ben.follow(ben.get(done.location, status=302)).words()
    )
    assert "/u/ben" not in page.get(path).links
    assert "Only you see that it is yours" in ben.get(own).words()
    cast.page("cleo").get(own, status=403)


def test_own_list_shows_aliases_and_states(app, cast):
    path, (question, _) = thread_with_answers(app, cast.actor("ada"), cast.actor("ben"))
    ada = cast.page("ada")
    assert "Nothing yet" in cast.page("cleo").get("/questions/mine").words()

    ada.send(
        ada.get(path), {"body": ANSWER, "anonymous": "y"}, having="body", status=303
    )
    ada.post(f"/questions/posts/{question}/remove", status=303)

    words = ada.get("/questions/mine").words()
    assert re.search("You answered.* as Anonymous", words)
    assert "Removed by its author" in words
    assert "/questions/mine" in ada.get("/account/").links


def test_a_moderator_looks_behind_an_alias_with_a_reason(app, cast):
    path, _ = thread_with_answers(app, cast.actor("cleo"))
    ben, mo = cast.page("ben"), cast.page("mo")
    ben.send(
        ben.get(path), {"body": ANSWER, "anonymous": "y"}, having="body", status=303
    )
    behind = f"/questions/posts/{stored(app)[1].public_id}/author"
    assert behind in mo.get(path).links
    form = mo.get(behind)

    mo.send(form, {"reason": " "}, action=behind, status=403)
    told = mo.send(form, WHY, action=behind, status=200)

    assert "ben. That you know is in the audit" in told.words()
    cast.page("hana").get(behind, status=403)
    ben.get(behind, status=403)
