"""A version taken out of a post's history leaves an entry, and nothing of its text."""

import csv
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.core.db import db, transaction
from community.core.differences import Change, Piece
from community.core.errors import Conflict, Forbidden, NotFound
from community.core.visibility import State
from community.threads.history import list_versions
from community.threads.models import Post, PostRevision
from community.threads.rules import asking, editing
from community.threads.rules.redacting import redact_version
from moderation.models import AuditRow, Case
from tests.moderating import moderate
from tests.page import PageClient
from tests.threads.made import (
    ANSWER,
    DAY_ONE,
    answer,
    ask,
    put_in_state,
    thread_with_answers,
)

SECRET = "We pay 417,329 in all, says lee@contoso.example."
WHY = "It holds an address."
NOW = DAY_ONE + timedelta(days=40, minutes=7)


@pytest.fixture
def edited(context, cast) -> Post:
    """Return an answer whose first and second version hold the secret, its third not."""
    post = answer(cast.actor("ben"), ask(cast.actor("ada")), SECRET)
    for version, text in ((1, f"{SECRET} Twice."), (2, ANSWER)):
        editing.edit_answer(cast.actor("ben"), post, text, version=version, at=DAY_ONE)
    return post


def told(post: Post) -> str:
    return repr(list_versions(post, None).items)


def audits() -> list[tuple]:
    found = sa.select(AuditRow.actor_id, AuditRow.action, AuditRow.reason)
    rows = db.session.execute(found.order_by(AuditRow.number))
    return [tuple(row) for row in rows]


def test_an_author_takes_versions_out_one_by_one(cast, edited):
    ben = cast.actor("ben")
    with time_machine.travel(NOW, tick=False):
        redact_version(ben, edited, 1)
        assert SECRET in told(edited)
        redact_version(ben, edited, 2)
        redact_version(ben, edited, 2)

    third, second, first = list_versions(edited, None).items
    assert SECRET not in told(edited)
    assert third.body == [Piece(Change.SAME, ANSWER)]
    assert (second.body, first.body) == ([Piece(Change.SAME, "")],) * 2
    assert (
        first.redacted == second.redacted == ("Taken out by its author on 10 Nov 2026.")
    )
    assert third.redacted == ""
    sources = db.session.scalars(sa.select(PostRevision.source)).all()
    assert sorted(sources) == ["", "", ANSWER]
    assert audits() == []


def test_nobody_else_takes_a_version_out(cast, edited):
    for stranger in ("ada", "cleo", "rae", "mo", "hana"):
        with pytest.raises(Forbidden):
            redact_version(cast.actor(stranger), edited, 1)
    assert SECRET in told(edited)


def test_what_the_post_shows_is_edited_instead(cast, edited):
    with pytest.raises(Conflict):
        redact_version(cast.actor("ben"), edited, 3)
    with pytest.raises(NotFound):
        redact_version(cast.actor("ben"), edited, 4)


def test_under_an_alias_the_entry_tells_no_more_than_the_hour(context, cast):
    ben = cast.actor("ben")
    post = asking.answer(ben, ask(cast.actor("ada")), SECRET, anonymous=True)
    editing.edit_answer(ben, post, ANSWER, version=1)

    with time_machine.travel(NOW, tick=False):
        redact_version(ben, post, 1)

    (at,) = db.session.scalars(
        sa.select(PostRevision.redacted_at).where(PostRevision.version == 1)
    )
    assert at == NOW.replace(minute=0)
    assert audits() == []


def test_the_pages_of_taking_out(app, cast, page):
    _, (_, reply) = thread_with_answers(app, cast.actor("ada"), cast.actor("ben"))
    ben, mo = cast.page("ben"), cast.page("mo")
    edit, history = (f"/questions/posts/{reply}/{one}" for one in ("edit", "history"))
    for text in (SECRET, f"{SECRET} Twice.", f"{ANSWER} Again."):
        words = {"body": text, "check": "as-is"}
        ben.send(ben.get(edit), words, action=edit, status=303)
    assert f"{history}/3/redact" in ben.get(history).links
    assert f"{history}/4/redact" not in ben.get(history).links
    ben.get(f"{history}/{'9' * 20}/redact", status=404)
    assert not [link for link in page.get(history).links if "redact" in link]

    ben.send(ben.get(f"{history}/2/redact"), action=f"{history}/2/redact", status=303)
    assert "Taken out by its author" in page.get(history).words()
    moderate(mo, "post", reply, "redact", words=f"{ANSWER} Again.", facts=WHY)

    words = mo.get(history).words()
    assert "417,329" not in words
    assert "Taken out by a moderator" in words
    assert WHY in words
    mo.get(f"{history}/1/redact", status=403)
    cast.page("cleo").get(f"{history}/1/redact", status=403)
    ben.get(f"{history}/4/redact", status=409)
    ben.get(f"{history}/9/redact", status=404)


def log_rows(app) -> list[dict[str, str]]:
    answer = PageClient(app).client.get("/log.csv")
    return list(csv.DictReader(answer.text.splitlines()))


def test_the_public_log_tells_that_an_author_took_a_version_out(app, cast):
    with app.app_context(), transaction():
        post = answer(cast.actor("ben"), ask(cast.actor("ada")), SECRET)
        editing.edit_answer(cast.actor("ben"), post, ANSWER, version=1, at=DAY_ONE)
        with time_machine.travel(NOW, tick=False):
            redact_version(cast.actor("ben"), post, 1)
            redact_version(cast.actor("ben"), post, 1)
        history = f"/questions/posts/{post.public_id}/history"
        assert audits() == []

    (row,) = log_rows(app)
    assert row == {
        "at": f"{NOW:%Y-%m-%d}T00:00:00Z",
        "done": "An earlier version taken out by its author: version 1",
        "what": "Post",
        "reason": "",
        "rule": "Authors may take out what an earlier version said; that they did is told.",
        "moderator": "",
        "automated": "False",
        "undone": "False",
    }
    page = PageClient(app)
    shown = page.get("/log?action=taken-out")
    assert "By its author" in shown.words()
    assert history in shown.links
    assert "ben" not in shown.words().split()
    page.get(history)
    feed = page.client.get("/log.atom").text
    assert "<name>Its author</name>" in feed
    assert "417,329" not in feed + shown.html
    (line,) = page.client.get("/api/v1/log").get_json()["items"]
    assert (line["is_automated"], line["moderator"]) == (False, "")
    with app.app_context():
        case = db.session.scalars(sa.select(Case)).one()
        assert (case.snapshot, case.author_id) == ("", None)


def test_the_public_log_says_nothing_of_aliases_and_of_what_is_not_public(app, cast):
    with app.app_context(), transaction():
        ben, thread = cast.actor("ben"), ask(cast.actor("ada"))
        quiet = asking.answer(ben, thread, SECRET, anonymous=True, at=DAY_ONE)
        hidden = answer(ben, thread, f"{SECRET} Twice.")
        for post in (quiet, hidden):
            editing.edit_answer(ben, post, ANSWER, version=1, at=DAY_ONE)
        put_in_state(thread, hidden, State.HIDDEN)
        for post in (quiet, hidden):
            redact_version(ben, post, 1)
    assert log_rows(app) == []
