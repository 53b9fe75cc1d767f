"""The forms come back with what a text tells, and do what its author chooses."""

import pytest
import sqlalchemy as sa
from wtforms import Form, TextAreaField

from community.accounts import looking
from community.core.db import db
from community.threads.models import Post, Thread
from tests.threads.made import BODY, thread_with_answers

TELLING = "Ask Mr Lee, lee@contoso.example, about quote Q-1182.\n\nIt is confidential."
CLEAN = (
    "Ask Mr [name removed], [e-mail removed], about quote [number removed].\n\n"
    "It is [word removed]."
)
QUESTION = {
    "title": "What about quote Q-1182 of Arbor?",
    "body": f"{BODY} {TELLING}",
    "tags": "renewal",
}
ALL, AS_IS = ("check", "all"), ("check", "as-is")


class Written(Form):
    looked_over = (("body", "Details"),)
    body = TextAreaField()


def posts(app) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(sa.select(Post.source).order_by(Post.id)))


def test_asking_warns_and_stores_nothing_yet(app, cast):
    ada = cast.page("ada")

    page = ada.send(ada.get("/questions/ask"), QUESTION, having="title", status=422)

    words = page.words()
    assert "Not posted yet" in words
    for told in (
        "Title: contract or quote number",
        "Details, line 1: name of a person",
        "Details, line 1: e-mail address",
        "Details, line 3: word “confidential”",
    ):
        assert told in words
    assert page.form(having="title")["fields"]["body"] == QUESTION["body"]
    assert posts(app) == []


def test_places_are_shown_between_whole_words():
    text = (
        "We heard from a colleague of theirs, Mr. Lindqvist\n(peter@arbor.example), that "
        "thirty per cent is usual here."
    )
    warned = looking.warning_of(Written(data={"body": text}), [])

    assert [one.around for one in warned.places] == [
        "… of theirs, Mr. Lindqvist (peter@arbor.example), …",
        "… theirs, Mr. Lindqvist (peter@arbor.example), that thirty per cent …",
    ]


def test_all_is_redacted_and_published_at_once(app, cast):
    ada = cast.page("ada")
    page = ada.send(ada.get("/questions/ask"), QUESTION, having="title", status=422)

    ada.send(page, having="title", submit=ALL, status=303)

    assert posts(app) == [f"{BODY} {CLEAN}"]
    with app.app_context():
        thread = db.session.scalars(sa.select(Thread)).one()
        assert thread.title == "What about quote [number removed] of Arbor?"


def test_it_is_published_as_it_is_if_its_author_wants(app, cast):
    path, _ = thread_with_answers(app, cast.actor("ada"))
    ben = cast.page("ben")
    page = ben.send(ben.get(path), {"body": TELLING}, having="body", status=422)

    ben.send(page, having="body", submit=AS_IS, status=303)

    assert posts(app)[1] == TELLING


def test_one_find_at_a_time_until_nothing_is_left(app, cast):
    path, _ = thread_with_answers(app, cast.actor("ada"))
    ben = cast.page("ben")
    page = ben.send(ben.get(path), {"body": TELLING}, having="body", status=422)
    seen = 0

    while only := [
        value for name, value in page.form(having="body")["submits"] if "only" in value
    ]:
        page = ben.send(page, having="body", submit=("check", only[0]), status=422)
        seen += 1

    assert seen == 4
    assert "Nothing of that kind is left" in page.words()
    ben.send(page, having="body", status=303)
    assert posts(app)[1] == CLEAN


def test_a_preview_warns_too(app, cast):
    path, _ = thread_with_answers(app, cast.actor("ada"))
    ben, ada = cast.page("ben"), cast.page("ada")
    preview = {"submit": ("preview", "1"), "status": 200}

    answered = ben.send(ben.get(path), {"body": TELLING}, having="body", **preview)
    asked = ada.send(ada.get("/questions/ask"), QUESTION, having="title", **preview)

    for page in (answered, asked):
        assert "Preview: not posted yet" in page.words()
        assert "Redact all and publish" in page.words()


def test_edits_are_looked_over(app, cast):
    _, (question, reply) = thread_with_answers(
        app, cast.actor("ada"), cast.actor("ada")
    )
    ada = cast.page("ada")
    for post, words in ((question, QUESTION), (reply, {"body": TELLING})):
        path = f"/questions/posts/{post}/edit"
        form = ada.get(path)
        ada.send(form, words, action=path, submit=("preview", "1"), status=200)
        page = ada.send(form, words, action=path, status=422)
        ada.send(page, action=path, submit=ALL, status=303)

    assert posts(app) == [f"{BODY} {CLEAN}", CLEAN]


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("I am ben of Northwind, and we got four percent off.", True),
        ("Write to ben@northwind.example if you want to know more.", False),
    ],
)
def test_an_anonymous_text_is_looked_over_for_its_author(app, cast, text, may):
    path, _ = thread_with_answers(app, cast.actor("ada"))
    ben = cast.page("ben")
    words = {"body": text, "anonymous": "y"}
    page = ben.send(ben.get(path), words, having="body", status=422)
    assert "name that is yours" in page.words()
    assert ("Publish as it is" in page.words()) is may

    sent = ben.send(page, {"anonymous": "y"}, having="body", submit=AS_IS)
    assert sent.status == (303 if may else 422)

    if not may:
        ben.send(sent, {"anonymous": "y"}, having="body", submit=ALL, status=303)
        assert posts(app)[1] == text.replace(
            "ben@northwind.example", "[own name removed]"
        )


def test_a_named_text_may_hold_its_author_s_handle(app, cast):
    path, _ = thread_with_answers(app, cast.actor("ada"))
    ben = cast.page("ben")
    words = {"body": "I am ben of Northwind, and we got four percent off."}

    ben.send(ben.get(path), words, having="body", status=303)


def test_the_list_of_finds_has_an_end(app, cast):
    path, _ = thread_with_answers(app, cast.actor("ada"))
    ben = cast.page("ben")
    text = " ".join(f"a{number}@b.example" for number in range(25))

    page = ben.send(ben.get(path), {"body": text}, having="body", status=422)

    assert "And 5 more." in page.words()


@pytest.mark.parametrize("value", ["only:", "only:EMAIL:", "other", "x" * 5000])
def test_an_unknown_choice_warns_again(app, cast, value):
    path, _ = thread_with_answers(app, cast.actor("ada"))
    ben = cast.page("ben")

    page = ben.post(
        path.rsplit("/", 1)[0] + "/answers", {"body": TELLING, "check": value}
    )

    assert (page.status, len(posts(app))) == (422, 1)
    assert "Redact all and publish" in page.words()


@pytest.mark.parametrize("button", ["check", "preview"])
def test_text_of_a_lost_session_comes_back_whatever_was_pressed(app, cast, button):
    path, _ = thread_with_answers(app, cast.actor("ada"))
    ben, token = cast.login("ben")
    with ben.client.session_transaction() as session:
        del session["_user_id"]

    lost = ben.post(
        path.rsplit("/", 1)[0] + "/answers",
        {"body": TELLING, "anonymous": "y", button: "1"},
        headers={"Referer": f"http://localhost{path}"},
        status=303,
    )
    with ben.client.session_transaction() as session:
        session["_user_id"] = token

    assert "/login" in lost.location
    kept = ben.get(path).form(having="body")["fields"]
    assert (kept["body"], kept["anonymous"]) == (TELLING, "y")
