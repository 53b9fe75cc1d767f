"""Drafts that the server keeps: versioned, one's own, and gone when they are posted."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.core import clock
from community.core.actors import VISITOR
from community.core.db import db, transaction
from community.core.errors import Conflict, Forbidden, Invalid, NotFound, StaleEdit
from community.core.visibility import State
from community.threads import jobs, saved
from community.threads.queries import get_question_post
from community.threads.rules import saving
from community.threads.rules.saving import Seen, Typed
from community.threads.saved import SavedDraft
from tests.moderating import moderate
from tests.threads.made import ANSWER, BODY, ask, put_in_state, thread_with_answers

TITLE = "Is there room below $140 a seat?"


def kept() -> list[SavedDraft]:
    return list(db.session.scalars(sa.select(SavedDraft).order_by(SavedDraft.id)))


def seen(draft: SavedDraft) -> Seen:
    return Seen(draft.public_id, draft.version)


@pytest.mark.usefixtures("context")
class TestRules:
    def test_a_version_overwrites_only_what_was_seen(self, cast):
        ada = cast.actor("ada")
        draft = saving.save_draft(ada, Typed(title="First", anonymous=True))
        first = seen(draft)
        saving.save_draft(ada, Typed(title="Second"), seen=first)
        with pytest.raises(StaleEdit):
            saving.save_draft(ada, Typed(title="Third"), seen=first)
        same = saving.save_draft(ada, Typed(title=" Second "), seen=first)
        assert [(one.title, one.version) for one in kept()] == [("Second", 2)]
        assert same.version == 2

    def test_one_answer_a_question_and_nothing_unseen_is_lost(self, cast, monkeypatch):
        ada, thread = cast.actor("ada"), ask(cast.actor("ben"))
        draft = saving.save_draft(ada, Typed(body="Mine"), thread=thread)
        with pytest.raises(StaleEdit):
            saving.save_draft(ada, Typed(body="Other window"), thread=thread)
        saving.save_draft(ada, Typed(body="More"), thread=thread, seen=seen(draft))
        assert [one.body for one in kept()] == ["More"]
        monkeypatch.setattr(saved, "find_answer_draft", lambda *_: None)
        with pytest.raises(StaleEdit):  # another one was saved at the same moment
            saving.save_draft(ada, Typed(body="At once"), thread=thread)

    def test_what_is_out_is_known_by_its_words(self, cast):
        ada = cast.actor("ada")
        ask(ada)
        assert saving.is_posted(ada, f" {BODY}")
        assert not saving.is_posted(ada, " ")
        assert not saving.is_posted(VISITOR, BODY)

    def test_drafts_are_their_authors_alone(self, cast):
        draft = saving.save_draft(cast.actor("ada"), Typed(title="Mine"))
        assert str(cast.ada.id) not in (draft.owner_key, draft.public_id)
        with pytest.raises(NotFound):
            saved.get_draft(cast.actor("ben"), draft.public_id)
        mine = saving.save_draft(
            cast.actor("ben"), Typed(title="Not his"), seen=seen(draft)
        )
        assert mine.public_id != draft.public_id
        assert saved.find_draft(cast.actor("ada"), "x") is None
        with pytest.raises(Forbidden):
            saving.save_draft(cast.actor("rae"), Typed(title="No"))

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            (Typed(tags="only"), None),
            (Typed(title="x" * 301), "title"),
            (Typed(title="x", product="x" * 301), "product"),
            (Typed(body="x" * 20_001), "body"),
        ],
    )
    def test_what_cannot_be_kept(self, cast, typed, field):
        with pytest.raises(Invalid) as refused:
            saving.save_draft(cast.actor("ada"), typed)
        assert set(refused.value.fields) == ({field} if field else set())

    def test_there_is_an_end_to_drafts(self, cast, monkeypatch):
        monkeypatch.setattr(saving, "MOST_DRAFTS", 1)
        saving.save_draft(cast.actor("ada"), Typed(title="One"))
        with pytest.raises(Conflict):
            saving.save_draft(cast.actor("ada"), Typed(title="Two"))

    def test_a_posted_draft_goes_and_a_newer_one_stays(self, cast):
        ada = cast.actor("ada")
        draft = saving.save_draft(ada, Typed(title="One"))
        old = seen(draft)
        saving.save_draft(ada, Typed(title="Two"), seen=old)
        saving.drop_posted(ada, None, old, Typed(title="One"))
        assert len(kept()) == 1
        saving.drop_posted(ada, None, old, Typed(title=" Two"))
        saving.drop_posted(ada, None, Seen(), Typed(title="Two"))
        assert kept() == []
        draft = saving.save_draft(ada, Typed(title="Three"))
        saving.drop_posted(ada, None, seen(draft), Typed(title="Four"))
        assert kept() == []

    def test_old_drafts_are_forgotten(self, cast):
        saving.save_draft(cast.actor("ada"), Typed(title="Old"))
        with time_machine.travel(clock.now() + timedelta(days=179), tick=False):
            saving.save_draft(cast.actor("ada"), Typed(title="Young"))
        with time_machine.travel(clock.now() + timedelta(days=181), tick=False):
            jobs.tidy()
        assert [one.title for one in kept()] == ["Young"]


def test_a_question_is_kept_by_preview_and_goes_on_elsewhere(app, cast):
    ada, phone = cast.page("ada"), cast.page("ada")
    words = {"title": TITLE, "body": BODY, "product": "Unheard of", "anonymous": "y"}
    form = ada.get("/questions/ask")
    refused = ada.send(form, words, having="title", submit=("preview", "1"), status=422)
    on = ada.follow(
        ada.send(refused, {}, having="title", submit=("save", "1"), status=303)
    )
    assert "Your draft is saved." in on.words()
    listed = phone.get("/questions/drafts")
    (link,) = [one for one in listed.links if "ask?draft=" in one]
    there = phone.get(link)
    assert there.form(having="title")["fields"]["product"] == "Unheard of"
    assert there.form(having="title")["fields"]["anonymous"] == "y"

    again = {"product": "", "body": f"{BODY} And more."}
    phone.send(there, again, having="title", submit=("preview", "1"), status=200)
    stale = ada.send(
        on,
        {"body": "Something else, typed here."},
        having="title",
        submit=("save", "1"),
        status=409,
    )
    assert "And more." in stale.words()
    assert stale.form(having="title")["fields"]["body"] == "Something else, typed here."
    ada.send(stale, {"product": ""}, having="title", submit=("save", "1"), status=303)
    last = ada.get(link)
    (draft_id,) = re.findall(r"draft=(\w+)", link)
    deleted = ada.get(link)
    posted = ada.send(last, {"body": BODY}, having="title", status=303)
    twice = ada.send(last, {"body": BODY}, having="title", status=303)
    assert twice.location == posted.location
    meanwhile = ada.send(
        deleted, {"body": f"{BODY} Sh."}, having="title", submit=("save", "1")
    )
    assert meanwhile.status == 303
    (kept_again,) = [
        one for one in ada.get("/questions/drafts").links if "ask?draft=" in one
    ]
    assert draft_id not in kept_again
    ada.post(f"/questions/drafts/{kept_again.split('=')[1]}/delete", status=303)
    assert "No drafts" in ada.get("/questions/drafts").words()
    ada.get(link, status=404)


def test_what_is_written_is_kept_and_shown_while_it_is_written(app, cast):
    path, _ = thread_with_answers(app, cast.actor("ada"))
    ben = cast.page("ben")
    form = ben.get(path).form(having="body")
    first = {**form["fields"], "body": "Sh", "live": "1"}

    told = ben.client.post(form["action"], data=first).json
    assert (told["html"], told["said"]) == ("", "Kept as a draft.")
    again = {**first, "body": f"**{ANSWER}**", "draft_id": told["draft_id"]}
    again["draft_version"] = str(told["draft_version"])
    assert "<strong>" in ben.client.post(form["action"], data=again).json["html"]
    elsewhere = ben.client.post(form["action"], data=first).json
    assert "in another window" in elsewhere["said"]
    assert set(elsewhere) == {"html", "said"}
    assert ben.client.post("/questions/ask", data=first).json["said"]
    ben.client.post(form["action"], data={**again, "csrf_token": ""})
    assert ben.get(path).form(having="body")["fields"]["body"] == f"**{ANSWER}**"
    cast.page("rae").post(form["action"], first, status=403)
    ben.send(ben.get(path), {"body": ANSWER}, having="body", status=303)
    late = ben.client.post(form["action"], data={**first, "body": f" {ANSWER}"}).json
    assert (late["said"], ben.get(path).form(having="body")["fields"]["body"]) == (
        "",
        "",
    )


def test_an_answer_comes_back_where_it_was_written(app, cast):
    path, _ = thread_with_answers(app, cast.actor("ada"))
    ben = cast.page("ben")
    form = ben.get(path)
    assert (
        ben.send(form, {"body": ""}, having="body", submit=("save", "1")).status == 422
    )
    sent = ben.send(
        form, {"body": "Sh"}, having="body", submit=("save", "1"), status=303
    )
    back = ben.get(sent.location.split("#")[0])
    assert back.form(having="body")["fields"]["body"] == "Sh"
    assert cast.page("cleo").get(path).form(having="body")["fields"]["body"] == ""
    stale = ben.send(
        form, {"body": "No"}, having="body", submit=("save", "1"), status=409
    )
    assert "as saved in another window" in stale.words()
    ben.send(back, {"body": ANSWER}, having="body", status=303)
    assert "No drafts" in ben.get("/questions/drafts").words()


def test_a_draft_outlives_its_question_and_is_deleted_by_hand(app, cast):
    path, _ = thread_with_answers(app, cast.actor("ada"))
    ben = cast.page("ben")
    ben.send(ben.get(path), {"body": ANSWER}, having="body", submit=("save", "1"))
    with app.app_context(), transaction():
        thread = db.session.scalars(sa.select(saved.Thread)).one()
        put_in_state(thread, get_question_post(thread), State.HIDDEN)
    listed = ben.get("/questions/drafts")
    assert "a question that takes no answers any more" in listed.words()
    assert ANSWER in listed.words()
    (form,) = [one for one in listed.forms if one["action"].endswith("/delete")]
    ben.follow(ben.post(form["action"], status=303))
    assert "No drafts" in ben.get("/questions/drafts").words()


def test_who_was_logged_out_finds_the_text_again(app, cast):
    ben = cast.page("ben")
    form = ben.get("/questions/ask")
    ben.client.delete_cookie(app.config["SESSION_COOKIE_NAME"])
    sent = ben.client.post(
        "/questions/ask",
        data={**form.form(having="title")["fields"], "title": TITLE, "save": "1"},
        headers={"Referer": "http://localhost/questions/ask"},
    )
    assert sent.location.startswith("/login")
    token = cast.login("ben")[1]
    with ben.client.session_transaction() as browser:
        browser["_user_id"] = token
    assert ben.get("/questions/ask").form(having="title")["fields"]["title"] == TITLE


def test_what_one_wrote_is_not_lost_with_what_it_was_for(app, cast):
    path, (question, own) = thread_with_answers(
        app, cast.actor("ada"), cast.actor("ben")
    )
    ben, mo = cast.page("ben"), cast.page("mo")
    edited = ben.get(f"/questions/posts/{own}/edit")
    answered = ben.get(path)
    for post in (own, question):
        moderate(mo, "post", post, "hide")
        if post == own:
            refused = ben.send(edited, {"body": "All mine."}, having="body", status=409)
            assert "What you typed All mine." in refused.words()
    gone = ben.send(answered, {"body": "Ten percent."}, having="body", status=404)
    assert "What you typed Ten percent." in gone.words()
    assert "Ten percent." in ben.get("/questions/drafts").words()
    nowhere = f"/questions/{'B' * 16}/answers"
    assert "To nobody." in ben.post(nowhere, {"body": "To nobody."}, status=404).words()
    foreign = ben.client.post(nowhere, data={"body": "From elsewhere."})
    assert (foreign.status_code, "elsewhere" in foreign.text) == (404, False)
